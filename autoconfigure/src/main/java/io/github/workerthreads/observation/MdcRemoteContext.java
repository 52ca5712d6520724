package io.github.workerthreads.observation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.MDC;

import io.github.workerthreads.runtime.RemoteContext;

/**
 * Takes some keys of SLF4J's MDC to workers in other processes. Thread-safe.
 */
public final class MdcRemoteContext implements RemoteContext {

	private final List<String> keys;

	/**
	 * Create a context.
	 * @param keys the keys
	 */
	public MdcRemoteContext(Collection<String> keys) {
		this.keys = List.copyOf(keys);
	}

	@Override
	public Map<String, String> capture() {
		Map<String, String> values = new HashMap<>();
		for (String key : this.keys) {
			String value = MDC.get(key);
			if (value != null) {
				values.put(key, value);
			}
		}
		return values;
	}

}

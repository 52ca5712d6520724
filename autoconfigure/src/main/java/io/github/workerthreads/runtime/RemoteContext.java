package io.github.workerthreads.runtime;

import java.util.Map;

/**
 * What of the context of a call goes with it to a worker in another process, where it is
 * put into the MDC of SLF4J if that is there. Implementations are thread-safe.
 */
@FunctionalInterface
public interface RemoteContext {

	/**
	 * Capture from the current thread, which has the context of the call.
	 * @return values by key
	 */
	Map<String, String> capture();

}

package io.github.workerthreads.observation;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.github.workerthreads.pool.TaskContextCarrier;
import io.github.workerthreads.pool.TaskInfo;

/**
 * Carries SLF4J's MDC to the body, so that its log has what the caller's has.
 * Thread-safe.
 */
public final class MdcContextCarrier implements TaskContextCarrier {

	@Override
	public @Nullable Object capture(TaskInfo task) {
		Map<String, String> values = MDC.getCopyOfContextMap();
		return (values != null && !values.isEmpty()) ? values : null;
	}

	@Override
	@SuppressWarnings("unchecked") // captured above
	public Scope open(TaskInfo task, Object captured) {
		MDC.setContextMap((Map<String, String>) captured);
		return (outcome, failure) -> clear();
	}

	@Override
	public void clear() {
		MDC.clear();
	}

}

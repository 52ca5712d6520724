package io.github.workerthreads.pool;

import io.github.workerthreads.runtime.RuntimeCapabilities;

/**
 * Tells what to do about work that could not be stopped.
 */
final class AbandonedWork {

	private AbandonedWork() {
	}

	/**
	 * Return what to do.
	 * @param pool the name of the pool
	 * @param capabilities what its rung can do
	 * @return sentences for people
	 */
	static String remedy(String pool, RuntimeCapabilities capabilities) {
		if (!capabilities.terminatesRunawayCode()) {
			return "Make the code answer to interrupts, or set worker-threads.pools.%s.isolation to class-loader, which stops the code of the application wherever it loops"
				.formatted(pool);
		}
		String where = (capabilities.sharesHeap()) ? "the argument of the agent"
				: "worker-threads.pools.%s.isolate".formatted(pool);
		return "It is in code of the JDK or of a library that never comes back to the application's, or waits for what cannot be interrupted. If a library, name its packages in %s; else give that code less to do at a time"
			.formatted(where);
	}

}

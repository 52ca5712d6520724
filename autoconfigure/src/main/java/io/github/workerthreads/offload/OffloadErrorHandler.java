package io.github.workerthreads.offload;

import java.lang.reflect.Method;

/**
 * Gets the failures of offloaded calls that nobody waits for:
 * {@code @OffloadToWorker(await = false)}. All beans of this type get each failure, in
 * their order, on the thread that found it. If there is none, failures are logged.
 * Thread-safe.
 */
@FunctionalInterface
public interface OffloadErrorHandler {

	/**
	 * Handle a failure. What this throws is logged.
	 * @param failure what the body threw, or why it had no result
	 * @param pool the name of the pool
	 * @param method the method that was called
	 */
	void handleError(Throwable failure, String pool, Method method);

}

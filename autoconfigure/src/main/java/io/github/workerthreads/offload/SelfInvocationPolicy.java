package io.github.workerthreads.offload;

/**
 * What to do at start-up about a class that calls an offloaded method on {@code this},
 * which no proxy sees, so that the call stays on the caller's thread.
 */
public enum SelfInvocationPolicy {

	/**
	 * Log the call with class, method and line.
	 */
	WARN,

	/**
	 * Fail the start.
	 */
	FAIL,

	/**
	 * Do not look for such calls.
	 */
	IGNORE

}

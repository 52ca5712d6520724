package io.github.workerthreads.pool;

/**
 * How an accepted call ended.
 */
public enum TaskOutcome {

	/**
	 * The body returned a result.
	 */
	SUCCESS,

	/**
	 * The body threw, or its result could not be cloned.
	 */
	ERROR,

	/**
	 * The call met its queue timeout or timeout.
	 */
	TIMEOUT,

	/**
	 * The call was cancelled.
	 */
	CANCELLED,

	/**
	 * The worker was terminated.
	 */
	TERMINATED

}

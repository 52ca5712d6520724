package io.github.workerthreads.pool;

/**
 * Whether a pool accepts and runs calls.
 */
public enum PoolStatus {

	/**
	 * Accepts and runs calls.
	 */
	RUNNING,

	/**
	 * Accepts calls but starts none until it is resumed.
	 */
	PAUSED,

	/**
	 * Accepts no calls until it is resumed, finishes those it has.
	 */
	DRAINING,

	/**
	 * Accepts no calls until it is resumed, since too many of its workers died; finishes
	 * those that run.
	 */
	FAILED,

	/**
	 * Accepts no calls, finishes those it has.
	 */
	CLOSING,

	/**
	 * Accepts no calls and runs none.
	 */
	CLOSED

}

package io.github.workerthreads.worker;

/**
 * What became of work that was asked to stop, by deadline, cancellation or termination.
 */
public enum StopOutcome {

	/**
	 * It never started: it left the queue.
	 */
	DEQUEUED,

	/**
	 * It ended after its thread was interrupted; the worker goes on.
	 */
	INTERRUPTED,

	/**
	 * It ended together with its worker, which did not have to be killed for that.
	 */
	TERMINATED,

	/**
	 * It ended because its worker's process was killed.
	 */
	KILLED,

	/**
	 * It did not end and <em>may still run</em>: its worker was given up on and replaced.
	 */
	ABANDONED;

	/**
	 * Return whether the work may still be running.
	 * @return whether it may still run
	 */
	public boolean mayStillRun() {
		return this == ABANDONED;
	}

}

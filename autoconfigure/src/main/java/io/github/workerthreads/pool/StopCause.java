package io.github.workerthreads.pool;

/**
 * Why a task is stopped before it has a result.
 */
enum StopCause {

	/**
	 * It met its deadline, in the queue or on the worker.
	 */
	TIMEOUT(TaskOutcome.TIMEOUT),

	/**
	 * Its caller gave it up.
	 */
	CANCEL(TaskOutcome.CANCELLED),

	/**
	 * Its worker is terminated, or ended by itself.
	 */
	TERMINATE(TaskOutcome.TERMINATED),

	/**
	 * Its pool shuts down.
	 */
	SHUTDOWN(TaskOutcome.CANCELLED),

	/**
	 * Its pool has failed: too many workers died.
	 */
	POOL_FAILED(TaskOutcome.TERMINATED);

	private final TaskOutcome outcome;

	StopCause(TaskOutcome outcome) {
		this.outcome = outcome;
	}

	TaskOutcome outcome() {
		return this.outcome;
	}

}

package io.github.workerthreads.pool;

/**
 * Hears of what happens in a pool. Called on the threads where it happens, so it returns
 * quickly; what it throws is logged and ignored. Thread-safe.
 */
public interface PoolListener {

	/**
	 * A call was not accepted.
	 * @param pool the name of the pool
	 * @param task the name of the task
	 */
	default void taskRejected(String pool, String task) {
	}

	/**
	 * An accepted call completed.
	 * @param pool the name of the pool
	 * @param task the name of the task
	 * @param outcome how it ended
	 * @param queueNanos how long it waited for a worker, in nanoseconds
	 * @param runNanos how long its body ran, in nanoseconds; 0 if it never started
	 */
	default void taskCompleted(String pool, String task, TaskOutcome outcome, long queueNanos, long runNanos) {
	}

	/**
	 * A call found the queue full. Told once until {@link #poolDrained}.
	 * @param pool the name of the pool
	 */
	default void poolSaturated(String pool) {
	}

	/**
	 * The queue, which was full, is at most half full.
	 * @param pool the name of the pool
	 */
	default void poolDrained(String pool) {
	}

	/**
	 * A worker is being started.
	 * @param pool the name of the pool
	 * @param worker the name of the worker
	 */
	default void workerStarted(String pool, String worker) {
	}

	/**
	 * A worker ended or was given up on.
	 * @param pool the name of the pool
	 * @param ending how and why
	 * @param replaced whether another worker takes its place
	 */
	default void workerEnded(String pool, WorkerEnding ending, boolean replaced) {
	}

}

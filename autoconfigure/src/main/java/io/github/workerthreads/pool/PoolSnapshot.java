package io.github.workerthreads.pool;

import java.util.List;

/**
 * What a pool does at one moment.
 *
 * @param name the name of the pool
 * @param options what it was built with
 * @param status whether it accepts and runs calls
 * @param queued the calls that wait now
 * @param utilization the part of the workers' time that was spent on tasks since the pool
 * started, from 0 to 1
 * @param counts what happened since the pool started
 * @param workers the workers that serve, in the order of their ids
 * @param abandoned the workers that were given up on and still run
 * @param endings why the last workers ended, newest first, at most
 * {@value WorkerPoolBuilder#HISTORY}
 * @param failures the last calls that failed, newest first, at most
 * {@value WorkerPoolBuilder#HISTORY}
 */
public record PoolSnapshot(String name, WorkerPoolOptions options, PoolStatus status, int queued, double utilization,
		PoolCounts counts, List<WorkerSnapshot> workers, List<WorkerSnapshot> abandoned, List<WorkerEnding> endings,
		List<TaskFailure> failures) {

	/**
	 * Return how many more calls may wait.
	 * @return the remaining capacity of the queue
	 */
	public int queueRemaining() {
		return Math.max(0, this.options.queueCapacity() - this.queued);
	}

}

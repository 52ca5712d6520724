package io.github.workerthreads.pool;

import java.util.List;

/**
 * What a pool does at one moment.
 *
 * @param name the name of the pool
 * @param options what it was built with
 * @param status whether it accepts and runs calls
 * @param size the most workers, now
 * @param minSize the workers that stay when there is nothing to do, now
 * @param queued the calls that wait now
 * @param utilization the part of the workers' time that was spent on tasks since the pool
 * started, from 0 to 1
 * @param counts what happened since the pool started
 * @param workers the workers that serve, and those that were told to end and have not
 * yet, in the order of their ids
 * @param spares the workers that are kept ready beside them
 * @param abandoned the workers that were given up on and still run
 * @param restart how many workers died lately, and whether the pool has failed
 * @param endings why the last workers ended, newest first, at most
 * {@value WorkerPoolBuilder#HISTORY}
 * @param failures the last calls that failed, newest first, at most
 * {@value WorkerPoolBuilder#HISTORY}
 */
public record PoolSnapshot(String name, WorkerPoolOptions options, PoolStatus status, int size, int minSize, int queued,
		double utilization, PoolCounts counts, List<WorkerSnapshot> workers, List<WorkerSnapshot> spares,
		List<WorkerSnapshot> abandoned, RestartState restart, List<WorkerEnding> endings, List<TaskFailure> failures) {

	/**
	 * Return how many more calls may wait.
	 * @return the remaining capacity of the queue
	 */
	public int queueRemaining() {
		return Math.max(0, this.options.queueCapacity() - this.queued);
	}

}

package io.github.workerthreads.actuate;

import java.util.List;

import io.github.workerthreads.pool.PoolCounts;
import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.PoolStatus;
import io.github.workerthreads.pool.RestartState;
import io.github.workerthreads.pool.WorkerSnapshot;

/**
 * One pool among others. Times are ISO-8601, as in {@code PT1.5S}; arguments and results
 * of tasks are never shown.
 *
 * @param isolation the isolation, spelled as in configuration
 * @param status whether the pool accepts and runs calls
 * @param size the most workers, now
 * @param minSize the workers that stay when there is nothing to do, now
 * @param queue the calls that wait
 * @param utilization the part of the workers' time that was spent on tasks since the pool
 * started, from 0 to 1
 * @param counts what happened since the pool started
 * @param workers the workers that serve
 * @param spares the workers that are kept ready beside them
 * @param abandoned the workers that were given up on and still run
 * @param restart how many workers died lately, and whether the pool has failed
 */
public record PoolDescriptor(String isolation, PoolStatus status, int size, int minSize, QueueDescriptor queue,
		double utilization, PoolCounts counts, List<WorkerSnapshot> workers, List<WorkerSnapshot> spares,
		List<WorkerSnapshot> abandoned, RestartState restart) {

	static PoolDescriptor of(PoolSnapshot pool) {
		return new PoolDescriptor(pool.options().isolation().toString(), pool.status(), pool.size(), pool.minSize(),
				QueueDescriptor.of(pool), pool.utilization(), pool.counts(), pool.workers(), pool.spares(),
				pool.abandoned(), pool.restart());
	}

	/**
	 * The queue of a pool.
	 *
	 * @param size the calls that wait now
	 * @param capacity the most calls that may wait
	 * @param remaining how many more calls may wait
	 */
	public record QueueDescriptor(int size, int capacity, int remaining) {

		static QueueDescriptor of(PoolSnapshot pool) {
			return new QueueDescriptor(pool.queued(), pool.options().queueCapacity(), pool.queueRemaining());
		}

	}

}

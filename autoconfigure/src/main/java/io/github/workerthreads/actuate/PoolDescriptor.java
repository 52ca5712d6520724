package io.github.workerthreads.actuate;

import java.util.List;

import io.github.workerthreads.pool.PoolCounts;
import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.PoolStatus;
import io.github.workerthreads.pool.WorkerSnapshot;

/**
 * One pool among others. Times are ISO-8601, as in {@code PT1.5S}; arguments and results
 * of tasks are never shown.
 *
 * @param isolation the isolation, spelled as in configuration
 * @param status whether the pool accepts and runs calls
 * @param size the number of workers that the pool keeps
 * @param queue the calls that wait
 * @param utilization the part of the workers' time that was spent on tasks since the pool
 * started, from 0 to 1
 * @param counts what happened since the pool started
 * @param workers the workers that serve
 * @param abandoned the workers that were given up on and still run
 */
public record PoolDescriptor(String isolation, PoolStatus status, int size, QueueDescriptor queue, double utilization,
		PoolCounts counts, List<WorkerSnapshot> workers, List<WorkerSnapshot> abandoned) {

	static PoolDescriptor of(PoolSnapshot pool) {
		return new PoolDescriptor(pool.options().isolation().toString(), pool.status(), pool.options().size(),
				QueueDescriptor.of(pool), pool.utilization(), pool.counts(), pool.workers(), pool.abandoned());
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

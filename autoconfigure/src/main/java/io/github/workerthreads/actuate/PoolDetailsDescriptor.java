package io.github.workerthreads.actuate;

import java.time.Duration;
import java.util.List;

import io.github.workerthreads.actuate.PoolDescriptor.QueueDescriptor;
import io.github.workerthreads.pool.PoolCounts;
import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.PoolStatus;
import io.github.workerthreads.pool.RestartState;
import io.github.workerthreads.pool.TaskFailure;
import io.github.workerthreads.pool.TaskSnapshot;
import io.github.workerthreads.pool.WorkerEnding;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolOptions;
import io.github.workerthreads.pool.WorkerSnapshot;

/**
 * One pool in full. Times are ISO-8601, as in {@code PT1.5S}; arguments and results of
 * tasks are never shown, messages of their exceptions are.
 *
 * @param name the name of the pool
 * @param isolation the isolation, spelled as in configuration
 * @param status whether the pool accepts and runs calls
 * @param size the most workers, now
 * @param minSize the workers that stay when there is nothing to do, now
 * @param queue the calls that wait
 * @param limits the limits in time, and what its threads are
 * @param utilization the part of the workers' time that was spent on tasks since the pool
 * started, from 0 to 1
 * @param counts what happened since the pool started
 * @param workers the workers that serve
 * @param spares the workers that are kept ready beside them
 * @param abandoned the workers that were given up on and still run
 * @param restart how many workers died lately, and whether the pool has failed
 * @param tasks the calls that wait or run, the oldest {@value #MOST_TASKS}
 * @param endings why the last workers ended, newest first
 * @param failures the last calls that failed, newest first
 */
public record PoolDetailsDescriptor(String name, String isolation, PoolStatus status, int size, int minSize,
		QueueDescriptor queue, LimitsDescriptor limits, double utilization, PoolCounts counts,
		List<WorkerSnapshot> workers, List<WorkerSnapshot> spares, List<WorkerSnapshot> abandoned, RestartState restart,
		List<TaskSnapshot> tasks, List<WorkerEnding> endings, List<TaskFailure> failures) {

	private static final int MOST_TASKS = 100;

	static PoolDetailsDescriptor of(WorkerPool target) {
		PoolSnapshot pool = target.snapshot();
		return new PoolDetailsDescriptor(pool.name(), pool.options().isolation().toString(), pool.status(), pool.size(),
				pool.minSize(), QueueDescriptor.of(pool), LimitsDescriptor.of(pool.options()), pool.utilization(),
				pool.counts(), pool.workers(), pool.spares(), pool.abandoned(), pool.restart(),
				target.tasks().stream().limit(MOST_TASKS).toList(), pool.endings(), pool.failures());
	}

	/**
	 * The limits of a pool; a time of {@code PT0S} is no limit.
	 *
	 * @param timeout the longest time a call may run
	 * @param queueTimeout the longest time a call may wait for a worker
	 * @param terminateGrace how long an interrupted call has to end
	 * @param drainPeriod how long closing waits for calls
	 * @param threadPriority the priority of worker threads
	 * @param daemon whether worker threads let the JVM exit
	 */
	public record LimitsDescriptor(Duration timeout, Duration queueTimeout, Duration terminateGrace,
			Duration drainPeriod, int threadPriority, boolean daemon) {

		static LimitsDescriptor of(WorkerPoolOptions options) {
			return new LimitsDescriptor(options.timeout(), options.queueTimeout(), options.terminateGrace(),
					options.drainPeriod(), options.threadPriority(), options.daemon());
		}

	}

}

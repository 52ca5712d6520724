package io.github.workerthreads.runtime;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.ResourceLimits;
import io.github.workerthreads.worker.WorkerIds;

/**
 * How to start one worker.
 *
 * @param workerId the number of the worker, unique within this process
 * @param name the name of the worker, such as {@code worker-images-3}
 * @param poolName the name of the pool it belongs to, or {@code null} if to none
 * @param daemon whether the worker lets this JVM exit
 * @param threadPriority the priority of its thread, from {@link Thread#MIN_PRIORITY} to
 * {@link Thread#MAX_PRIORITY}
 * @param limits the limits of the worker
 */
public record WorkerSettings(long workerId, String name, @Nullable String poolName, boolean daemon, int threadPriority,
		ResourceLimits limits) {

	/**
	 * Return the settings of a new worker, with a number of its own.
	 * @param name the name of the worker
	 * @param poolName the name of the pool it belongs to, or {@code null} if to none
	 * @param daemon whether the worker lets this JVM exit
	 * @param threadPriority the priority of its thread
	 * @param limits the limits of the worker
	 * @return the settings
	 */
	public static WorkerSettings of(String name, @Nullable String poolName, boolean daemon, int threadPriority,
			ResourceLimits limits) {
		return new WorkerSettings(WorkerIds.next(), name, poolName, daemon, threadPriority, limits);
	}

}

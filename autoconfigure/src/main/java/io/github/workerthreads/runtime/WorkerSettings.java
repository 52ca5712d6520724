package io.github.workerthreads.runtime;

import java.util.List;

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
 * @param isolate names of packages and classes that the worker has of its own, beside
 * those of the application, where the rung knows that
 * @param sources names of packages and classes whose beans the worker has of its own,
 * where the rung knows that
 * @param process how to start and end its process, where it has one of its own
 */
public record WorkerSettings(long workerId, String name, @Nullable String poolName, boolean daemon, int threadPriority,
		ResourceLimits limits, List<String> isolate, List<String> sources, ProcessSettings process) {

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
		return new WorkerSettings(WorkerIds.next(), name, poolName, daemon, threadPriority, limits, List.of(),
				List.of(), ProcessSettings.DEFAULTS);
	}

	/**
	 * Return these settings with more that the worker has of its own.
	 * @param isolate names of packages and classes
	 * @param sources names of packages and classes of beans
	 * @return the new settings
	 */
	public WorkerSettings withOwn(List<String> isolate, List<String> sources) {
		return new WorkerSettings(this.workerId, this.name, this.poolName, this.daemon, this.threadPriority,
				this.limits, List.copyOf(isolate), List.copyOf(sources), this.process);
	}

	/**
	 * Return these settings for a worker with a process of its own.
	 * @param process how to start and end it
	 * @return the new settings
	 */
	public WorkerSettings withProcess(ProcessSettings process) {
		return new WorkerSettings(this.workerId, this.name, this.poolName, this.daemon, this.threadPriority,
				this.limits, this.isolate, this.sources, process);
	}

}

package io.github.workerthreads.pool;

import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessSettings;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.ResourceLimits;

/**
 * Creates the workers of a pool, each with an id that is never used again. Not
 * thread-safe.
 */
final class WorkerFactory {

	private final DefaultWorkerPool pool;

	private final WorkerRuntime runtime;

	private long lastId;

	WorkerFactory(DefaultWorkerPool pool, WorkerRuntime runtime) {
		this.pool = pool;
		this.runtime = runtime;
	}

	/**
	 * Create a worker, which is still to be started.
	 * @param staffing what hears of it
	 * @param spare whether it stands by before it serves
	 * @return the worker
	 */
	PooledWorker create(WorkerStaffing staffing, boolean spare) {
		long id = this.lastId + 1;
		PooledWorker worker = new PooledWorker(id, settings(id), this.runtime, staffing, spare);
		this.lastId = id;
		return worker;
	}

	// Others share the heap of this process
	private static ResourceLimits limits(WorkerPoolOptions options) {
		return (options.isolation() == Isolation.PROCESS) ? new ResourceLimits(0, options.maxHeapBytes())
				: ResourceLimits.NONE;
	}

	private WorkerSettings settings(long id) {
		WorkerPoolOptions options = this.pool.options();
		return WorkerSettings
			.of("worker-" + this.pool.name() + "-" + id, this.pool.name(), options.daemon(), options.threadPriority(),
					limits(options))
			.withOwn(options.isolate(), options.sources())
			.withProcess(new ProcessSettings(options.javaHome(), options.jvmOptions(), options.terminateGrace()));
	}

}

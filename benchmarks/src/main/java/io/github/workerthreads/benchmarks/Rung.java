package io.github.workerthreads.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.core.env.StandardEnvironment;

import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.child.LeanContexts;
import io.github.workerthreads.runtime.classloader.ClassLoaderWorkerRuntime;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.runtime.protocol.BeanEnvironment;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;

/**
 * An isolation and what its workers are started by, with the defaults.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum Rung {

	/**
	 * Workers are threads.
	 */
	THREAD(Isolation.THREAD, () -> new ThreadWorkerRuntime(ClassLoader.getSystemClassLoader())),

	/**
	 * Workers have the classes of the benchmarks for themselves.
	 */
	CLASS_LOADER(Isolation.CLASS_LOADER,
			() -> new ClassLoaderWorkerRuntime(ClassLoader.getSystemClassLoader(), List.of(Rung.class.getPackageName()),
					List.of(), new LeanContexts(new StandardEnvironment()))),

	/**
	 * Workers are processes.
	 */
	PROCESS(Isolation.PROCESS, () -> new ProcessWorkerRuntime(ClassLoader.getSystemClassLoader(), List.of(), List.of(),
			List.of(), Rung::environment, Map::of, ProcessOptions.DEFAULTS));

	private final Isolation isolation;

	private final Supplier<WorkerRuntime> runtime;

	Rung(Isolation isolation, Supplier<WorkerRuntime> runtime) {
		this.isolation = isolation;
		this.runtime = runtime;
	}

	WorkerRuntime runtime() {
		return this.runtime.get();
	}

	/**
	 * Return a builder of pools that stop at once.
	 * @param size the number of workers
	 * @return the builder
	 */
	WorkerPoolBuilder builder(int size) {
		return new WorkerPoolBuilder().isolation(this.isolation).size(size).drainPeriod(Duration.ZERO);
	}

	String title() {
		return this.isolation.toString();
	}

	private static BeanEnvironment environment() {
		return new BeanEnvironment(List.of(), List.of("default"), List.of());
	}

}

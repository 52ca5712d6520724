package io.github.workerthreads.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NativeDetector;

import io.github.workerthreads.pool.WhenFull;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerPoolCustomizer;
import io.github.workerthreads.pool.WorkerPoolOptions;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.child.ContextSource;
import io.github.workerthreads.runtime.classloader.ClassLoaderWorkerRuntime;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;

/**
 * Creates the pools: builder of the defaults, then properties of the pool, then
 * customizers. The bean definitions that {@link WorkerPoolRegistrar} adds refer to it.
 */
final class WorkerPoolFactory {

	/**
	 * Runtimes of which it is known before they are created: those that no pool has are
	 * not.
	 */
	private static final Map<Class<?>, Isolation> ISOLATIONS = Map.of(ThreadWorkerRuntime.class, Isolation.THREAD,
			ClassLoaderWorkerRuntime.class, Isolation.CLASS_LOADER, ProcessWorkerRuntime.class, Isolation.PROCESS);

	private final WorkerThreadsProperties properties;

	private final WorkerPoolBuilder builder;

	private final List<WorkerPoolCustomizer> customizers;

	private final ObjectProvider<WorkerRuntime> runtimes;

	private final ClassLoader classLoader;

	private final ProcessPoolCheck processPools;

	WorkerPoolFactory(WorkerThreadsProperties properties, WorkerPoolBuilder builder,
			List<WorkerPoolCustomizer> customizers, ObjectProvider<WorkerRuntime> runtimes, ClassLoader classLoader) {
		this.properties = properties;
		this.builder = builder;
		this.customizers = customizers;
		this.runtimes = runtimes;
		this.classLoader = classLoader;
		this.processPools = new ProcessPoolCheck(properties.getProcess().getMaxTotalHeap());
	}

	/**
	 * Create the pool of the given name and start its workers.
	 * @param name the name of the pool
	 * @return the pool
	 */
	WorkerPool create(String name) {
		WorkerPoolBuilder configured = configure(name);
		for (WorkerPoolCustomizer customizer : this.customizers) {
			configured = customizer.customize(name, configured);
		}
		WorkerRuntime runtime = findRuntime(name, configured.options().isolation());
		check(name, configured.options(), runtime);
		return configured.build(name, runtime);
	}

	// What is wrong only together with something else
	private void check(String name, WorkerPoolOptions options, WorkerRuntime runtime) {
		String prefix = PoolPropertyMapper.prefixOf(name);
		if (options.minSize() > options.size()) {
			throw new InvalidPoolPropertyException(prefix + ".min-size", options.minSize(),
					"it is more than the pool's size, which is %d".formatted(options.size()),
					"Set '%s.min-size' to at most %d, or raise '%s.size'.".formatted(prefix, options.size(), prefix));
		}
		if (options.isolation() == Isolation.CLASS_LOADER && NativeDetector.inNativeImage()) {
			throw new InvalidPoolPropertyException(prefix + ".isolation", options.isolation(),
					"a native image has no class loaders", "Set '%s.isolation' to thread.".formatted(prefix));
		}
		if (options.isolation() == Isolation.PROCESS) {
			this.processPools.check(prefix, options);
		}
		if (options.isolation() != Isolation.THREAD) {
			checkNames(prefix + ".isolate", options.isolate());
			checkNames(prefix + ".sources", options.sources());
		}
		if (options.whenFull() == WhenFull.CALLER_RUNS && !runtime.capabilities().sharesHeap()) {
			throw new InvalidPoolPropertyException(prefix + ".when-full", options.whenFull(),
					"isolation '%s' runs calls on workers only".formatted(options.isolation()),
					"Set '%s.when-full' to reject or block.".formatted(prefix));
		}
	}

	private void checkNames(String property, Collection<String> names) {
		for (String name : names) {
			try {
				ContextSource.find(name, this.classLoader);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidPoolPropertyException(property, name, String.valueOf(ex.getMessage()),
						"Set '%s' to names of packages and classes of the application and its libraries."
							.formatted(property));
			}
		}
	}

	private WorkerPoolBuilder configure(String name) {
		return PoolPropertyMapper.forPool(name).map(this.properties.getPools().get(name), this.builder);
	}

	private WorkerRuntime findRuntime(String name, Isolation isolation) {
		return this.runtimes.orderedStream((type) -> ISOLATIONS.getOrDefault(type, isolation) == isolation)
			.filter((runtime) -> runtime.isolation() == isolation)
			.findFirst()
			.orElseThrow(() -> missingRuntime(name, isolation));
	}

	private InvalidPoolPropertyException missingRuntime(String name, Isolation isolation) {
		List<Isolation> known = this.runtimes.orderedStream().map(WorkerRuntime::isolation).distinct().toList();
		String property = PoolPropertyMapper.prefixOf(name) + ".isolation";
		return new InvalidPoolPropertyException(property, isolation,
				"there is no runtime of isolation '%s', only of %s".formatted(isolation, known),
				"Set '%s' to one of %s.".formatted(property, known));
	}

}

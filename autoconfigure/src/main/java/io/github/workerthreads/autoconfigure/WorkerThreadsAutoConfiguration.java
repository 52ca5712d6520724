package io.github.workerthreads.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

import io.github.workerthreads.autoconfigure.WorkerThreadsProperties.Processes;
import io.github.workerthreads.message.StructuredClone;
import io.github.workerthreads.offload.NonBlockingThreads;
import io.github.workerthreads.pool.PoolListener;
import io.github.workerthreads.pool.TaskContextCarrier;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerPoolCustomizer;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.RemoteContext;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.child.LeanContexts;
import io.github.workerthreads.runtime.classloader.ClassLoaderWorkerRuntime;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.TypeCloner;

/**
 * Auto-configuration for worker pools. Each context has pools of its own, children of a
 * context with pools too, since pools end before the beans that their tasks use, which
 * only the context of those beans can see to.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "worker-threads.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WorkerThreadsProperties.class)
@Import(WorkerPoolRegistrar.class)
public final class WorkerThreadsAutoConfiguration {

	private static final String PROPAGATE_CONTEXT = "spring.task.execution.propagate-context";

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	StructuredClone structuredClone(ObjectProvider<TypeCloner<?>> cloners) {
		return new StructuredClone(cloners.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ThreadWorkerRuntime threadWorkerRuntime(ConfigurableListableBeanFactory beanFactory,
			StructuredClone structuredClone) {
		return new ThreadWorkerRuntime(classLoader(beanFactory), structuredClone);
	}

	@Bean
	@Lazy // for pools that have it only: see WorkerPoolFactory
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ClassLoaderWorkerRuntime classLoaderWorkerRuntime(ConfigurableListableBeanFactory beanFactory,
			ConfigurableEnvironment environment, ObjectProvider<TypeCloner<?>> cloners) {
		return new ClassLoaderWorkerRuntime(classLoader(beanFactory), packages(beanFactory),
				cloners.orderedStream().toList(), new LeanContexts(environment));
	}

	@Bean
	@Lazy // for pools that have it only: see WorkerPoolFactory
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ProcessWorkerRuntime processWorkerRuntime(ConfigurableListableBeanFactory beanFactory,
			ConfigurableEnvironment environment, WorkerThreadsProperties properties,
			ProcessOptions workerProcessOptions, ObjectProvider<TypeCloner<?>> cloners,
			ObjectProvider<RemoteContext> context) {
		return new ProcessWorkerRuntime(classLoader(beanFactory), properties.getAllowedTypes(), packages(beanFactory),
				cloners.orderedStream().toList(), new EnvironmentSnapshot(environment)::take,
				context.getIfUnique(() -> Map::of), workerProcessOptions);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ProcessOptions workerProcessOptions(WorkerThreadsProperties properties) {
		Processes processes = properties.getProcess();
		ProcessOptions options = ProcessOptions.DEFAULTS.withClassArchive(processes.isClassArchive())
			.withTransport(processes.getTransport(),
					Objects.requireNonNullElse(processes.getSpin(), ProcessOptions.DEFAULTS.spins()));
		try {
			options = options.withHeartbeat(processes.getHeartbeat());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPoolPropertyException("worker-threads.process.heartbeat", processes.getHeartbeat(),
					String.valueOf(ex.getMessage()), "Set it to a duration longer than 0, such as 30s.");
		}
		DataSize maxTotalHeap = processes.getMaxTotalHeap();
		try {
			return (maxTotalHeap != null) ? options.withMaxTotalHeapBytes(maxTotalHeap.toBytes()) : options;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPoolPropertyException("worker-threads.process.max-total-heap", maxTotalHeap,
					String.valueOf(ex.getMessage()), "Set it to a size such as 2GB, or remove it for no limit.");
		}
	}

	private static List<String> packages(ConfigurableListableBeanFactory beanFactory) {
		return (AutoConfigurationPackages.has(beanFactory)) ? AutoConfigurationPackages.get(beanFactory) : List.of();
	}

	private static ClassLoader classLoader(ConfigurableListableBeanFactory beanFactory) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		return (classLoader != null) ? classLoader : ClassLoader.getSystemClassLoader();
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	WorkerPoolBuilder workerPoolBuilder(WorkerThreadsProperties properties, ObjectProvider<PoolListener> listeners,
			ObjectProvider<TaskContextCarrier> carriers, Environment environment) {
		WorkerPoolBuilder builder = PoolPropertyMapper.forDefaults()
			.map(properties.getDefaults(), new WorkerPoolBuilder().mayBlock(() -> !NonBlockingThreads.isCurrent())
				.propagateContext(environment.getProperty(PROPAGATE_CONTEXT, Boolean.class, true)));
		for (PoolListener listener : listeners.orderedStream().toList()) {
			builder = builder.listener(listener);
		}
		for (TaskContextCarrier carrier : carriers.orderedStream().toList()) {
			builder = builder.contextCarrier(carrier);
		}
		return builder;
	}

	@Bean(WorkerPoolRegistrar.FACTORY_BEAN_NAME)
	WorkerPoolFactory workerPoolFactory(WorkerThreadsProperties properties, WorkerPoolBuilder builder,
			ObjectProvider<WorkerPoolCustomizer> customizers, ObjectProvider<WorkerRuntime> runtimes,
			ConfigurableListableBeanFactory beanFactory) {
		return new WorkerPoolFactory(properties, builder, customizers.orderedStream().toList(), runtimes,
				classLoader(beanFactory));
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	WorkerPools workerPools(ConfigurableListableBeanFactory beanFactory) {
		return new WorkerPoolBeans(beanFactory).visible();
	}

	@Bean
	WorkerPoolLifecycle workerPoolLifecycle(ConfigurableListableBeanFactory beanFactory) {
		return new WorkerPoolLifecycle(new WorkerPoolBeans(beanFactory).owned());
	}

}

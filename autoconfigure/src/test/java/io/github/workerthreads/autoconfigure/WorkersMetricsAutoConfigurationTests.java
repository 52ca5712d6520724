package io.github.workerthreads.autoconfigure;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.workerthreads.observation.WorkersMetrics;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkersMetricsAutoConfiguration}.
 */
class WorkersMetricsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WorkerThreadsAutoConfiguration.class,
				WorkersMetricsAutoConfiguration.class, MetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void callsOfEveryPoolAreTimed() {
		this.contextRunner.withPropertyValues("worker-threads.pools.images.size=1").run((context) -> {
			context.getBean("imagesWorkerPool", WorkerPool.class).submit(() -> 1).get();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("workers.task").tags("pool", "images", "outcome", "success").timer().count())
				.isEqualTo(1);
			assertThat(registry.get("workers.pool.limit").tags("pool", "default").gauge().value()).isPositive();
		});
	}

	@Test
	void poolOfApplicationBuiltWithOurBuilderIsTimed() {
		this.contextRunner.withUserConfiguration(OwnPool.class).run((context) -> {
			context.getBean("reports", WorkerPool.class).submit(() -> 1).get();
			assertThat(context.getBean(MeterRegistry.class).get("workers.task").tags("pool", "reports").timer().count())
				.isEqualTo(1);
		});
	}

	@Test
	void metersAreBoundWhenBeansAreLazy() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).find("workers.pool.limit").gauge())
				.isNotNull());
	}

	@Test
	void metersBackOff() {
		this.contextRunner
			.withBean("myMetrics", WorkersMetrics.class, () -> new WorkersMetrics(() -> new WorkerPools(List.of())))
			.run((context) -> assertThat(context).getBeanNames(WorkersMetrics.class).containsExactly("myMetrics"));
	}

	@Test
	void metersAreMissingWithoutRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, WorkersMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkersMetrics.class));
	}

	@Test
	void metersAreMissingWhenWorkerThreadsAreDisabled() {
		this.contextRunner.withPropertyValues("worker-threads.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkersMetrics.class));
	}

	@Test
	void poolsWorkWithoutMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, WorkersMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.core", "org.springframework.boot.micrometer"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(WorkersMetricsAutoConfiguration.class);
				assertThat(context.getBean(WorkerPool.class).submit(() -> "works").get()).isEqualTo("works");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPool {

		@Bean
		WorkerPool reports(WorkerPoolBuilder builder, ThreadWorkerRuntime runtime) {
			return builder.size(1).build("reports", runtime);
		}

	}

}

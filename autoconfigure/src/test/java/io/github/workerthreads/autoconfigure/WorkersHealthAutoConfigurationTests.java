package io.github.workerthreads.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.workerthreads.actuate.WorkerPoolHealthIndicator;
import io.github.workerthreads.pool.WorkerPool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkersHealthAutoConfiguration}.
 */
class WorkersHealthAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, WorkersHealthAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class));

	@Test
	void everyPoolIsComponentOfWorkers() {
		this.contextRunner.withPropertyValues("worker-threads.pools.images.size=1").run((context) -> {
			HealthContributorRegistry registry = context.getBean(HealthContributorRegistry.class);
			assertThat(registry.getContributor("workers")).isInstanceOfSatisfying(CompositeHealthContributor.class,
					(workers) -> {
						assertThat(workers.stream().map((entry) -> entry.name())).containsExactlyInAnyOrder("default",
								"images");
						assertThat(workers.getContributor("images")).isInstanceOf(WorkerPoolHealthIndicator.class);
					});
		});
	}

	@Test
	void contributorIsMissingWhenDisabled() {
		this.contextRunner.withPropertyValues("management.health.workers.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("workersHealthContributor"));
	}

	@Test
	void contributorBacksOff() {
		this.contextRunner
			.withBean("workersHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("workersHealthContributor"));
	}

	@Test
	void contributorIsMissingWhenWorkerThreadsAreDisabled() {
		this.contextRunner.withPropertyValues("worker-threads.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("workersHealthContributor"));
	}

	@Test
	void poolsWorkWithoutHealthModule() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, WorkersHealthAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(WorkersHealthAutoConfiguration.class);
				assertThat(context.getBean(WorkerPool.class).submit(() -> "works").get()).isEqualTo("works");
			});
	}

}

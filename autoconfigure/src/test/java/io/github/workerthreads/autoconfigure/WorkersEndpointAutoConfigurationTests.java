package io.github.workerthreads.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.workerthreads.actuate.WorkersEndpoint;
import io.github.workerthreads.actuate.WorkersEndpointWebExtension;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkersEndpointAutoConfiguration}.
 */
class WorkersEndpointAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, EndpointAutoConfiguration.class,
				WorkersEndpointAutoConfiguration.class));

	@Test
	void endpointExistsWhenExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=workers")
			.run((context) -> assertThat(context).hasSingleBean(WorkersEndpoint.class)
				.hasSingleBean(WorkersEndpointWebExtension.class));
	}

	@Test
	void endpointIsMissingWhenNotExposed() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(WorkersEndpoint.class)
			.doesNotHaveBean(WorkersEndpointWebExtension.class));
	}

	@Test
	void endpointIsMissingWhenAccessIsNone() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=workers",
					"management.endpoint.workers.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(WorkersEndpoint.class)
				.doesNotHaveBean(WorkersEndpointWebExtension.class));
	}

	@Test
	void webExtensionIsMissingWhenExposedOverJmxOnly() {
		this.contextRunner
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=workers",
					"management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).hasSingleBean(WorkersEndpoint.class)
				.doesNotHaveBean(WorkersEndpointWebExtension.class));
	}

	@Test
	void endpointBacksOff() {
		this.contextRunner.withUserConfiguration(OwnEndpoint.class)
			.withPropertyValues("management.endpoints.web.exposure.include=workers")
			.run((context) -> assertThat(context).hasSingleBean(WorkersEndpoint.class).hasBean("myEndpoint"));
	}

	@Test
	void endpointIsMissingWhenWorkerThreadsAreDisabled() {
		this.contextRunner
			.withPropertyValues("worker-threads.enabled=false", "management.endpoints.web.exposure.include=workers")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkersEndpoint.class));
	}

	@Test
	void poolsWorkWithoutActuator() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, WorkersEndpointAutoConfiguration.class,
							WorkersHealthAutoConfiguration.class, WorkersMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.health", "org.springframework.boot.micrometer", "io.micrometer.core"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(WorkersEndpointAutoConfiguration.class);
				assertThat(context.getBean(WorkerPool.class).submit(() -> "works").get()).isEqualTo("works");
			});
	}

	@Test
	void endpointIsMissingWithoutActuator() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.endpoint"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WorkersEndpointAutoConfiguration.class));
	}

	@Test
	void endpointIsMissingWithoutActuatorAutoConfiguration() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WorkerThreadsAutoConfiguration.class, WorkersEndpointAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.autoconfigure"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkersEndpoint.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		@Bean
		WorkersEndpoint myEndpoint(WorkerPools pools) {
			return new WorkersEndpoint(pools);
		}

	}

}

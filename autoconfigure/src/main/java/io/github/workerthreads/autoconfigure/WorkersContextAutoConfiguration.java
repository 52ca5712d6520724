package io.github.workerthreads.autoconfigure;

import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

import io.github.workerthreads.observation.MdcContextCarrier;
import io.github.workerthreads.observation.MdcRemoteContext;
import io.github.workerthreads.observation.TaskObservationCarrier;
import io.github.workerthreads.observation.ThreadLocalContextCarrier;
import io.github.workerthreads.observation.WorkerTaskObservationConvention;
import io.github.workerthreads.runtime.RemoteContext;

/**
 * Auto-configuration for the context that calls have of their callers. The observation
 * comes last: it writes to the MDC what belongs to its own span.
 */
@AutoConfiguration(before = WorkerThreadsAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "worker-threads.enabled", matchIfMissing = true)
public final class WorkersContextAutoConfiguration {

	/**
	 * MDC of SLF4J.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MDC.class)
	static class MdcConfiguration {

		@Bean
		@Order(0)
		@ConditionalOnMissingBean
		MdcContextCarrier mdcContextCarrier() {
			return new MdcContextCarrier();
		}

		@Bean
		@ConditionalOnMissingBean(RemoteContext.class)
		MdcRemoteContext mdcRemoteContext(WorkerThreadsProperties properties) {
			return new MdcRemoteContext(properties.getProcess().getContextKeys());
		}

	}

	/**
	 * What Micrometer's context propagation knows.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextRegistry.class)
	static class ThreadLocalConfiguration {

		@Bean
		@Order(1)
		@ConditionalOnMissingBean
		ThreadLocalContextCarrier threadLocalContextCarrier() {
			return new ThreadLocalContextCarrier(ContextRegistry.getInstance());
		}

	}

	/**
	 * Observation of tasks.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	static class ObservationConfiguration {

		@Bean
		@Order(2)
		@ConditionalOnMissingBean
		TaskObservationCarrier taskObservationCarrier(ObjectProvider<ObservationRegistry> registry,
				ObjectProvider<WorkerTaskObservationConvention> convention) {
			return new TaskObservationCarrier(
					SingletonSupplier.of(() -> registry.getIfAvailable(() -> ObservationRegistry.NOOP))::obtain,
					convention.getIfAvailable());
		}

	}

	/**
	 * Meters that observations would make, with other tags than those of the timer
	 * {@code workers.task} which all calls have.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterFilter.class, ObservationRegistry.class })
	static class MeterFilterConfiguration {

		@Bean
		MeterFilter workersObservationMeterFilter() {
			return MeterFilter.deny(MeterFilterConfiguration::isOfObservation);
		}

		private static boolean isOfObservation(Meter.Id id) {
			return id.getName().equals("workers.task.active")
					|| (id.getName().equals("workers.task") && id.getTag("error") != null);
		}

	}

}

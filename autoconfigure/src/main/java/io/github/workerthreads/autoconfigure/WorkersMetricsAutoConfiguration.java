package io.github.workerthreads.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.github.workerthreads.observation.WorkersMetrics;
import io.github.workerthreads.pool.WorkerPools;

/**
 * Auto-configuration for the meters {@code workers.*}.
 */
@AutoConfiguration(after = WorkerThreadsAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean({ WorkerPools.class, MeterRegistry.class })
public final class WorkersMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WorkersMetrics workersMetrics(ObjectProvider<WorkerPools> workerPools) {
		return new WorkersMetrics(workerPools::getObject);
	}

}

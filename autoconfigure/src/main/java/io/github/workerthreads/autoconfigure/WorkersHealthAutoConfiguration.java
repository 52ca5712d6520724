package io.github.workerthreads.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.github.workerthreads.actuate.WorkerPoolHealthIndicator;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;

/**
 * Auto-configuration for the health of pools, one component per pool below
 * {@code workers}.
 */
@AutoConfiguration(after = WorkerThreadsAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(WorkerPools.class)
public final class WorkersHealthAutoConfiguration {

	// not on the class: without spring-boot-health its condition could not be read
	@Bean
	@ConditionalOnEnabledHealthIndicator("workers")
	@ConditionalOnMissingBean(name = { "workersHealthContributor", "workersHealthIndicator" })
	CompositeHealthContributor workersHealthContributor(WorkerPools workerPools) {
		Map<String, WorkerPool> pools = new LinkedHashMap<>();
		workerPools.all().forEach((pool) -> pools.put(pool.name(), pool));
		return CompositeHealthContributor.fromMap(pools, WorkerPoolHealthIndicator::new);
	}

}

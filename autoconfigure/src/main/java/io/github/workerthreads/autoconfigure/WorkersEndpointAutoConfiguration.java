package io.github.workerthreads.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.github.workerthreads.actuate.WorkersEndpoint;
import io.github.workerthreads.actuate.WorkersEndpointWebExtension;
import io.github.workerthreads.pool.WorkerPools;

/**
 * Auto-configuration for the endpoint {@code workers}.
 */
@AutoConfiguration(after = WorkerThreadsAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(WorkerPools.class)
public final class WorkersEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	WorkersEndpoint workersEndpoint(WorkerPools workerPools) {
		return new WorkersEndpoint(workerPools);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(WorkersEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	WorkersEndpointWebExtension workersEndpointWebExtension(WorkersEndpoint workersEndpoint) {
		return new WorkersEndpointWebExtension(workersEndpoint);
	}

}

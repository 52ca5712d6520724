package io.github.workerthreads.autoconfigure;

import jdk.jfr.Event;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.workerthreads.observation.JfrPoolListener;
import io.github.workerthreads.observation.WorkerEventPublisher;

/**
 * Auto-configuration for what tells of pools as it happens: application events, and
 * events of JDK Flight Recorder.
 */
@AutoConfiguration(before = WorkerThreadsAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "worker-threads.enabled", matchIfMissing = true)
public final class WorkersEventsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WorkerEventPublisher workerEventPublisher(ApplicationEventPublisher publisher) {
		return new WorkerEventPublisher(publisher);
	}

	/**
	 * The module jdk.jfr may be missing from an image of a JDK.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Event.class)
	static class JfrConfiguration {

		@Bean
		@ConditionalOnMissingBean
		JfrPoolListener jfrPoolListener() {
			return new JfrPoolListener();
		}

	}

}

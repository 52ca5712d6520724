package io.github.workerthreads.autoconfigure;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

import io.github.workerthreads.offload.LoggingOffloadErrorHandler;
import io.github.workerthreads.offload.OffloadAdvisor;
import io.github.workerthreads.offload.OffloadBeanPostProcessor;
import io.github.workerthreads.offload.OffloadErrorHandler;
import io.github.workerthreads.offload.OffloadProxyPostProcessor;
import io.github.workerthreads.offload.SelfInvocationPolicy;

/**
 * Auto-configuration for {@code @OffloadToWorker}. Needs Spring AOP only, not AspectJ,
 * and works with {@code spring.aop.auto=false} too.
 */
@AutoConfiguration(after = WorkerThreadsAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "worker-threads.enabled", matchIfMissing = true)
@Import(OffloadProxyRegistrar.class)
public final class OffloadAutoConfiguration {

	private static final String SELF_INVOCATION = "worker-threads.self-invocation";

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static OffloadAdvisor offloadAdvisor(ConfigurableListableBeanFactory beanFactory) {
		return new OffloadAdvisor(beanFactory);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static OffloadBeanPostProcessor offloadBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			OffloadAdvisor advisor, Environment environment) {
		SelfInvocationPolicy selfInvocation = Binder.get(environment)
			.bind(SELF_INVOCATION, SelfInvocationPolicy.class)
			.orElse(SelfInvocationPolicy.WARN);
		return new OffloadBeanPostProcessor(beanFactory, advisor, selfInvocation);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static OffloadProxyPostProcessor offloadProxyPostProcessor(OffloadAdvisor advisor) {
		return new OffloadProxyPostProcessor(advisor);
	}

	@Bean
	@ConditionalOnMissingBean(OffloadErrorHandler.class)
	LoggingOffloadErrorHandler offloadErrorHandler() {
		return new LoggingOffloadErrorHandler();
	}

}

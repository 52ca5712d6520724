package io.github.workerthreads.offload;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.WorkerState;

/**
 * Application context with four pools, for tests: {@code default} has two workers,
 * {@code images} one, {@code narrow} one and no queue, {@code abandoning} gives up on its
 * one worker soon.
 */
final class OffloadContext extends AnnotationConfigApplicationContext {

	private OffloadContext() {
	}

	/**
	 * Start a context.
	 * @param components its beans and configurations
	 * @return the context
	 */
	static OffloadContext of(Class<?>... components) {
		return of(true, components);
	}

	/**
	 * Start a context whose proxies are of interfaces where there are any.
	 * @param components its beans and configurations
	 * @return the context
	 */
	static OffloadContext withInterfaceProxies(Class<?>... components) {
		return of(false, components);
	}

	private static OffloadContext of(boolean classProxies, Class<?>... components) {
		OffloadContext context = new OffloadContext();
		try {
			AopConfigUtils.registerAutoProxyCreatorIfNecessary(context);
			if (classProxies) {
				AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(context);
			}
			context.register(OffloadConfiguration.class);
			context.register(components);
			context.refresh();
			context.getBean(WorkerPools.class).all().forEach((pool) -> context.awaitIdle(pool.name()));
			return context;
		}
		catch (RuntimeException ex) {
			context.close();
			throw ex;
		}
	}

	/**
	 * Wait until a worker has a task. A call that was accepted may wait for its worker
	 * still, and others with it.
	 * @param pool the pool
	 */
	void awaitTask(String pool) {
		WorkerPool workers = getBean(WorkerPools.class).get(pool);
		Awaitility.await()
			.until(() -> workers.snapshot().workers().stream().anyMatch((worker) -> worker.task() != null));
	}

	/**
	 * Wait until all workers have started, since calls may wait for one that has not,
	 * without a queue too, and have settled what they did.
	 * @param name the pool
	 */
	void awaitIdle(String name) {
		WorkerPool pool = getBean(WorkerPools.class).get(name);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.until(() -> pool.snapshot().workers().stream().allMatch((worker) -> worker.state() == WorkerState.IDLE));
	}

	@Configuration(proxyBeanMethods = false)
	static class OffloadConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static OffloadAdvisor offloadAdvisor(ConfigurableListableBeanFactory beanFactory) {
			return new OffloadAdvisor(beanFactory);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static OffloadBeanPostProcessor offloadBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
				OffloadAdvisor advisor) {
			return new OffloadBeanPostProcessor(beanFactory, advisor, SelfInvocationPolicy.FAIL);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static OffloadProxyPostProcessor offloadProxyPostProcessor(OffloadAdvisor advisor) {
			return new OffloadProxyPostProcessor(advisor);
		}

		@Bean
		WorkerPools workerPools() {
			return new WorkerPools(List.of(pool("default", 2, 16), pool("images", 1, 16), pool("narrow", 1, 0),
					pool("abandoning", 1, 16)));
		}

		@Bean
		AutoCloseable poolClosing(WorkerPools pools) {
			return () -> pools.all().forEach(WorkerPool::close);
		}

		private static WorkerPool pool(String name, int size, int queueCapacity) {
			return new WorkerPoolBuilder().size(size)
				.queueCapacity(queueCapacity)
				.drainPeriod(Duration.ofSeconds(1))
				.terminateGrace((name.equals("abandoning")) ? Duration.ofMillis(50) : Duration.ofSeconds(10))
				.build(name, new ThreadWorkerRuntime(OffloadContext.class.getClassLoader()));
		}

	}

}

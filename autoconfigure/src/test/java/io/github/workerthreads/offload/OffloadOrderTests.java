package io.github.workerthreads.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.workerthreads.pool.WorkerPools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the order of offloading among the advice of Spring on the same method.
 */
class OffloadOrderTests {

	@Test
	void transactionOpensAndEndsOnWorker() {
		try (OffloadContext context = OffloadContext.of(TransactionConfiguration.class, Accounts.class)) {
			Accounts accounts = context.getBean(Accounts.class);
			RecordingTransactionManager transactions = context.getBean(RecordingTransactionManager.class);
			assertThat(accounts.transfer()).isTrue();
			assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
			assertThatIllegalStateException().isThrownBy(accounts::fail);
			assertThat(transactions.events).map((event) -> event.replaceAll("-\\d+$", ""))
				.containsExactly("begin worker-default", "commit worker-default", "begin worker-default",
						"rollback worker-default");
			assertThat(advice(accounts)).containsExactly(OffloadInterceptor.class, TransactionInterceptor.class);
		}
	}

	@Test
	void cacheIsOnWorkerByDefaultAndItsValueLeavesAsCopy() {
		try (OffloadContext context = OffloadContext.of(CacheInside.class, Prices.class)) {
			Prices prices = context.getBean(Prices.class);
			List<String> first = prices.list("a");
			first.add("mine");
			assertThat(prices.list("a")).hasSize(1).allMatch((name) -> name.startsWith("worker-default-"));
			assertThat(completed(context)).isEqualTo(2);
			assertThat(advice(prices)).containsExactly(OffloadInterceptor.class, CacheInterceptor.class);
		}
	}

	@Test
	void cacheOfLowerOrderIsInFrontAndHitTakesNoWorker() {
		try (OffloadContext context = OffloadContext.of(CacheInFront.class, Prices.class)) {
			Prices prices = context.getBean(Prices.class);
			List<String> first = prices.list("a");
			assertThat(prices.list("a")).isSameAs(first);
			assertThat(completed(context)).isEqualTo(1);
			assertThat(advice(prices)).containsExactly(CacheInterceptor.class, OffloadInterceptor.class);
		}
	}

	@Test
	void asyncComesFirst() throws Exception {
		try (OffloadContext context = OffloadContext.of(AsyncConfiguration.class, Reports.class)) {
			Reports reports = context.getBean(Reports.class);
			assertThat(reports.make().get(10, TimeUnit.SECONDS)).startsWith("worker-default-");
			CompletableFuture<String> done = new CompletableFuture<>();
			reports.send(done);
			assertThat(done.get(10, TimeUnit.SECONDS)).startsWith("worker-images-");
			assertThat(advice(reports)).hasSize(2).last().isEqualTo(OffloadInterceptor.class);
			assertThat(AsyncExecutionInterceptor.class).isAssignableFrom(advice(reports).get(0));
		}
	}

	@Test
	void asyncTransactionalAndCacheableWorkTogether() throws Exception {
		try (OffloadContext context = OffloadContext.of(AsyncConfiguration.class, TransactionConfiguration.class,
				CacheInside.class, Everything.class)) {
			Everything everything = context.getBean(Everything.class);
			assertThat(everything.work("a").get(10, TimeUnit.SECONDS)).startsWith("worker-default-")
				.endsWith(" in transaction");
			assertThat(context.getBean(RecordingTransactionManager.class).events).hasSize(2)
				.allMatch((event) -> event.contains(" worker-default-"));
		}
	}

	private static long completed(OffloadContext context) {
		return context.getBean(WorkerPools.class).get("default").snapshot().counts().succeeded();
	}

	private static List<Class<?>> advice(Object bean) {
		List<Class<?>> advice = new ArrayList<>();
		for (Advisor advisor : ((Advised) bean).getAdvisors()) {
			advice.add(advisor.getAdvice().getClass());
		}
		return advice;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class TransactionConfiguration {

		@Bean
		RecordingTransactionManager transactionManager() {
			return new RecordingTransactionManager();
		}

	}

	static class RecordingTransactionManager extends AbstractPlatformTransactionManager
			implements PlatformTransactionManager {

		final List<String> events = new ArrayList<>();

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			add("begin");
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			add("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			add("rollback");
		}

		private synchronized void add(String event) {
			this.events.add(event + " " + Thread.currentThread().getName());
		}

	}

	static class Accounts {

		@OffloadToWorker
		@Transactional
		boolean transfer() {
			return TransactionSynchronizationManager.isActualTransactionActive();
		}

		@OffloadToWorker
		@Transactional
		void fail() {
			throw new IllegalStateException("no money");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class CacheInside {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(order = 0)
	static class CacheInFront {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	static class Prices {

		@OffloadToWorker
		@Cacheable("prices")
		List<String> list(String article) {
			return new ArrayList<>(List.of(Thread.currentThread().getName()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		TaskExecutor taskExecutor() {
			return new SimpleAsyncTaskExecutor("async-");
		}

	}

	static class Reports {

		@Async
		@OffloadToWorker
		CompletableFuture<String> make() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

		@Async
		@OffloadToWorker("images")
		void send(@Transfer CompletableFuture<String> done) {
			done.complete(Thread.currentThread().getName());
		}

	}

	static class Everything {

		@Async
		@OffloadToWorker
		@Transactional
		@Cacheable("everything")
		CompletableFuture<String> work(String text) {
			return CompletableFuture.completedFuture(Thread.currentThread().getName()
					+ (TransactionSynchronizationManager.isActualTransactionActive() ? " in transaction" : ""));
		}

	}

}

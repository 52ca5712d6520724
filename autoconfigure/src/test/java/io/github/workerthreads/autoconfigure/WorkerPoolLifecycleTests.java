package io.github.workerthreads.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.workerthreads.pool.PoolStatus;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link WorkerPoolLifecycle} and {@link PoolClosing}.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class WorkerPoolLifecycleTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WorkerThreadsAutoConfiguration.class))
		.withPropertyValues("worker-threads.defaults.size=1");

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	@Test
	void callsThatEndWithinDrainPeriodHaveTheirResults(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			WorkerPool pool = context.getBean(WorkerPool.class);
			WorkerFuture<String> first = pool.submit(this::runUntilReleased);
			WorkerFuture<String> second = pool.submit(() -> "queued");
			this.running.await();
			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
			awaitStatus(pool, PoolStatus.CLOSING);
			this.release.countDown();
			closing.join();
			assertThat(first.get()).isEqualTo("released");
			assertThat(second.get()).isEqualTo("queued");
		});
		assertThat(output).containsPattern(
				"INFO .*Worker pool 'default' closed after \\d+ ms: 2 calls ended, 0 were stopped without a result");
	}

	@Test
	void callsThatDoNotEndWithinDrainPeriodAreCancelledAndReported(CapturedOutput output) {
		this.contextRunner.withPropertyValues("worker-threads.defaults.shutdown.drain-period=50ms").run((context) -> {
			WorkerPool pool = context.getBean(WorkerPool.class);
			List<WorkerFuture<String>> futures = List.of(pool.submit(this::runUntilReleased),
					pool.submit(() -> "queued"), pool.submit(() -> "queued"));
			this.running.await();
			context.close();
			assertThat(futures).allSatisfy((future) -> assertThat(future.isDone()).isTrue());
			assertThat(futures).extracting((future) -> failureOf(future))
				.hasOnlyElementsOfType(TaskCancelledException.class);
		});
		assertThat(output).containsPattern(
				"WARN .*Worker pool 'default' closed after \\d+ ms: 0 calls ended, 3 were stopped without a result");
	}

	@Test
	void workerThatCannotBeStoppedIsReported(CapturedOutput output) {
		AtomicBoolean stopped = new AtomicBoolean();
		this.contextRunner
			.withPropertyValues("worker-threads.defaults.shutdown.drain-period=0",
					"worker-threads.defaults.terminate-grace=20ms")
			.run((context) -> {
				WorkerPool pool = context.getBean(WorkerPool.class);
				WorkerFuture<String> runaway = pool.submit(() -> spin(stopped));
				this.running.await();
				context.close();
				assertThat(runaway.isDone()).isTrue();
				stopped.set(true);
				Awaitility.await().until(() -> pool.snapshot().abandoned().isEmpty());
			});
		assertThat(output).containsPattern("WARN .*Worker pool 'default' closed .* 1 were stopped without a result, "
				+ "workers that could not be stopped still run: \\[worker-default-1]");
	}

	@Test
	void tasksMayUseOtherBeansUntilTheyEnd() {
		this.contextRunner.withUserConfiguration(UsedBeans.class).run((context) -> {
			WorkerPool pool = context.getBean(WorkerPool.class);
			UsedBeans.Store store = context.getBean(UsedBeans.Store.class);
			UsedBeans.Listener listener = context.getBean(UsedBeans.Listener.class);
			WorkerFuture<Boolean> usable = pool.submit(() -> {
				runUntilReleased();
				return store.isRunning() && !store.destroyed;
			});
			this.running.await();
			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
			awaitStatus(pool, PoolStatus.CLOSING);
			assertThat(listener.isRunning()).as("what brings calls in stops first").isFalse();
			this.release.countDown();
			closing.join();
			assertThat(usable.get()).isTrue();
			assertThat(store.destroyed).isTrue();
		});
	}

	@Test
	void otherBeansStopAfterPoolsEvenWhenTimeOfPhaseIsOver() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withUserConfiguration(UsedBeans.class)
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=1ms",
					"worker-threads.defaults.shutdown.drain-period=200ms")
			.run((context) -> {
				WorkerPool pool = context.getBean(WorkerPool.class);
				pool.submit(this::runUntilReleased);
				this.running.await();
				UsedBeans.Store store = context.getBean(UsedBeans.Store.class);
				store.onStop = () -> assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.CLOSED);
				context.close();
				assertThat(store.isRunning()).as("stopped after the pool").isFalse();
			});
	}

	@Test
	void poolsCloseSideBySide() {
		this.contextRunner.withPropertyValues("worker-threads.pools.a.size=1", "worker-threads.pools.b.size=1")
			.run((context) -> {
				WorkerPool a = context.getBean(WorkerPools.class).get("a");
				WorkerPool b = context.getBean(WorkerPools.class).get("b");
				WorkerFuture<String> callOfA = a.submit(() -> runUntilClosing(b));
				WorkerFuture<String> callOfB = b.submit(() -> runUntilClosing(a));
				context.close();
				assertThat(callOfA.get()).isEqualTo("b is closing");
				assertThat(callOfB.get()).isEqualTo("a is closing");
			});
	}

	@Test
	void poolsStopBetweenGracefulShutdownAndWebServer() {
		assertThat(WorkerPoolLifecycle.PHASE).isBetween(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE + 1,
				WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 1);
	}

	@Test
	void poolsOfContextThatFailsToRefreshAreClosed() {
		AtomicReference<WorkerPool> seen = new AtomicReference<>();
		this.contextRunner.withBean("seen", AtomicReference.class, () -> seen)
			.withUserConfiguration(FailingBean.class)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(seen.get().snapshot().status()).isEqualTo(PoolStatus.CLOSED);
			});
	}

	@Test
	void poolsStartAgainWithTheirContext() {
		this.contextRunner.run((context) -> {
			WorkerPool pool = context.getBean(WorkerPool.class);
			for (int round = 0; round < 3; round++) {
				assertThat(pool.submit(() -> "runs").get()).isEqualTo("runs");
				context.stop();
				assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.CLOSED);
				assertThat(pool.snapshot().workers()).isEmpty();
				assertThat(context.getBean(WorkerPoolLifecycle.class).isRunning()).isFalse();
				assertThat(catchThrowable(() -> pool.submit(() -> 1).get()))
					.hasCauseInstanceOf(PoolClosedException.class);
				context.start();
				assertThat(context.getBean(WorkerPoolLifecycle.class).isRunning()).isTrue();
				assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.RUNNING);
			}
			assertThat(pool.snapshot().counts().succeeded()).isEqualTo(3);
		});
	}

	@Test
	void poolsThatStartAgainKeepTimeAndStopWhatRunsTooLong() {
		this.contextRunner
			.withPropertyValues("worker-threads.defaults.timeout=30ms", "worker-threads.defaults.queue-timeout=30ms")
			.run((context) -> {
				WorkerPool pool = context.getBean(WorkerPool.class);
				context.stop();
				context.start();
				WorkerFuture<String> late = pool.submit(this::runUntilReleased);
				assertThat(catchThrowable(late::get)).hasCauseInstanceOf(TaskTimeoutException.class);
				pool.pause();
				assertThat(catchThrowable(() -> pool.submit(() -> 1).get()))
					.hasCauseInstanceOf(TaskTimeoutException.class);
			});
	}

	@Test
	void closedContextDoesNotStartItsPools() {
		this.contextRunner.run((context) -> {
			WorkerPool pool = context.getBean(WorkerPool.class);
			context.close();
			assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.CLOSED);
			assertThat(pool.snapshot().workers()).isEmpty();
		});
	}

	@Test
	void pausedContextKeepsItsPools() {
		this.contextRunner.run((context) -> {
			WorkerPool pool = context.getBean(WorkerPool.class);
			context.pause();
			context.restart();
			assertThat(pool.submit(() -> "still there").get()).isEqualTo("still there");
		});
	}

	@Test
	void poolsThatContextDoesNotDestroyAreLeftAlone() {
		this.contextRunner.withUserConfiguration(SharedPool.class).run((context) -> {
			WorkerPool shared = context.getBean("shared", WorkerPool.class);
			WorkerPool own = context.getBean("own", WorkerPool.class);
			context.close();
			assertThat(own.snapshot().status()).isEqualTo(PoolStatus.CLOSED);
			assertThat(shared.submit(() -> "open").get()).isEqualTo("open");
			shared.close();
		});
	}

	private static Throwable failureOf(WorkerFuture<?> future) {
		return future.toCompletableFuture().handle((result, failure) -> failure).join();
	}

	private String runUntilReleased() throws InterruptedException {
		this.running.countDown();
		this.release.await();
		return "released";
	}

	private String runUntilClosing(WorkerPool other) {
		Awaitility.await().until(() -> other.snapshot().status() != PoolStatus.RUNNING);
		return other.name() + " is closing";
	}

	private String spin(AtomicBoolean stopped) {
		this.running.countDown();
		while (!stopped.get()) {
			Thread.onSpinWait();
		}
		return "stopped";
	}

	private static void awaitStatus(WorkerPool pool, PoolStatus status) {
		Awaitility.await().pollDelay(Duration.ZERO).until(() -> pool.snapshot().status() == status);
	}

	@Configuration(proxyBeanMethods = false)
	static class UsedBeans {

		@Bean
		Store store() {
			return new Store();
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

		static class Store extends Running implements DisposableBean {

			private volatile boolean destroyed;

			private volatile Runnable onStop = () -> {
			};

			@Override
			public void stop() {
				this.onStop.run();
				super.stop();
			}

			@Override
			public int getPhase() {
				return 0;
			}

			@Override
			public void destroy() {
				this.destroyed = true;
			}

		}

		static class Listener extends Running {

			@Override
			public int getPhase() {
				return SmartLifecycle.DEFAULT_PHASE;
			}

		}

		abstract static class Running implements SmartLifecycle {

			private volatile boolean running;

			@Override
			public void start() {
				this.running = true;
			}

			@Override
			public void stop() {
				this.running = false;
			}

			@Override
			public boolean isRunning() {
				return this.running;
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingBean {

		@Bean
		Object failing(AtomicReference<WorkerPool> seen, WorkerPool pool) {
			seen.set(pool);
			throw new IllegalStateException("fails on purpose");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SharedPool {

		@Bean(destroyMethod = "")
		WorkerPool shared(ThreadWorkerRuntime runtime) {
			return new WorkerPoolBuilder().size(1).build("shared", runtime);
		}

		@Bean
		WorkerPool own(ThreadWorkerRuntime runtime) {
			return new WorkerPoolBuilder().size(1).build("own", runtime);
		}

	}

}

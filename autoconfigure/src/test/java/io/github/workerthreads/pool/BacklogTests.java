package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Backlog}.
 */
@Timeout(60)
class BacklogTests {

	private static final int CAPACITY = 8;

	private final CountDownLatch release = new CountDownLatch(1);

	private WorkerPool pool;

	@BeforeEach
	void buildPool() {
		this.pool = new WorkerPoolBuilder().size(2)
			.queueCapacity(CAPACITY)
			.timeout(Duration.ZERO)
			.queueTimeout(Duration.ZERO)
			.build("short", new ThreadWorkerRuntime(getClass().getClassLoader()));
	}

	@AfterEach
	void closePool() {
		this.release.countDown();
		this.pool.close();
	}

	@Test
	void fewTasksAreLeftToWorkersWithLongTasks() {
		assertThat(Backlog.limitFor(TimeUnit.MILLISECONDS.toNanos(1))).isZero();
		assertThat(Backlog.limitFor(Backlog.UNKNOWN_RUN_NANOS)).isZero();
		assertThat(Backlog.limitFor(100)).isGreaterThan(Backlog.limitFor(10_000)).isGreaterThan(50);
	}

	@Test
	void usualTimeFollowsTheTasksAndForgivesOneThatWasPreempted() {
		long usual = Backlog.UNKNOWN_RUN_NANOS;
		for (int i = 0; i < 200; i++) {
			usual = Backlog.usual(usual, 100);
		}
		assertThat(Backlog.limitFor(usual)).isGreaterThan(50);
		assertThat(Backlog.limitFor(Backlog.usual(usual, TimeUnit.SECONDS.toNanos(1)))).isPositive();
		for (int i = 0; i < 200; i++) {
			usual = Backlog.usual(usual, TimeUnit.SECONDS.toNanos(1));
		}
		assertThat(Backlog.limitFor(usual)).isZero();
	}

	@Test
	void whatWasLeftToAWorkerThatDoesNotComeBackGoesToAnother() throws Exception {
		for (int round = 0; round < 20; round++) {
			runShortTasks();
			CountDownLatch blocked = new CountDownLatch(1);
			CountDownLatch unblock = new CountDownLatch(1);
			WorkerFuture<?> blocking = this.pool.submit(() -> {
				blocked.countDown();
				return unblock.await(30, TimeUnit.SECONDS);
			});
			blocked.await();
			assertThat(this.pool.submit(() -> "done").get(10, TimeUnit.SECONDS)).isEqualTo("done");
			unblock.countDown();
			blocking.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void nothingIsRejectedWhileAWorkerIdles() throws Exception {
		runShortTasks();
		List<WorkerFuture<?>> futures = new ArrayList<>();
		for (int i = 0; i < CAPACITY + 2; i++) {
			CountDownLatch started = new CountDownLatch(1);
			futures.add(this.pool.submit(() -> {
				started.countDown();
				return this.release.await(30, TimeUnit.SECONDS);
			}));
			if (i < 2) {
				assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
			}
		}
		this.release.countDown();
		for (WorkerFuture<?> future : futures) {
			assertThat(future.get(10, TimeUnit.SECONDS)).isEqualTo(true);
		}
	}

	private void runShortTasks() throws Exception {
		for (int i = 0; i < 500; i++) {
			this.pool.submit(() -> 1).get();
		}
	}

}

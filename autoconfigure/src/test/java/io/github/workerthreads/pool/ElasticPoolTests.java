package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.PoolFixture.Blocked;
import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of pools that grow and shrink.
 */
@Timeout(60)
class ElasticPoolTests {

	private static final WorkerPoolBuilder ELASTIC = PoolFixture.BUILDER.size(3)
		.minSize(1)
		.idleTimeout(Duration.ofMinutes(1));

	@SuppressWarnings("NullAway.Init") // set by each test
	private PoolFixture fixture;

	@AfterEach
	void closePool() {
		this.fixture.close();
	}

	@Test
	void poolStartsWithTheLeastWorkers() {
		this.fixture = new PoolFixture(ELASTIC);
		assertThat(this.fixture.names()).containsExactly("worker-test-1");
		assertThat(this.fixture.pool.snapshot().size()).isEqualTo(3);
		assertThat(this.fixture.pool.snapshot().minSize()).isEqualTo(1);
	}

	@Test
	void callThatFindsNoIdleWorkerStartsOneUpToTheSize() throws Exception {
		this.fixture = new PoolFixture(ELASTIC);
		this.fixture.block();
		this.fixture.block();
		Blocked third = this.fixture.block();
		WorkerFuture<String> waits = this.fixture.pool.submit(() -> "ran");
		assertThat(this.fixture.names()).hasSize(3);
		assertThat(this.fixture.pool.snapshot().queued()).isEqualTo(1);
		third.end();
		assertThat(waits.get()).isEqualTo("ran");
		assertThat(this.fixture.names()).hasSize(3);
	}

	@Test
	void callThatFindsAnIdleWorkerStartsNone() throws Exception {
		this.fixture = new PoolFixture(ELASTIC);
		for (int i = 0; i < 10; i++) {
			this.fixture.awaitIdle();
			this.fixture.pool.submit(() -> "ran").get();
		}
		assertThat(this.fixture.names()).containsExactly("worker-test-1");
	}

	@Test
	void callsThatArriveWhileOneWorkerIsWokenGetWorkersOfTheirOwn() throws Exception {
		this.fixture = new PoolFixture(ELASTIC);
		this.fixture.awaitIdle();
		CountDownLatch together = new CountDownLatch(3);
		List<WorkerFuture<Boolean>> futures = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			futures.add(this.fixture.pool.submit(() -> {
				together.countDown();
				return together.await(10, TimeUnit.SECONDS);
			}));
		}
		for (WorkerFuture<Boolean> future : futures) {
			assertThat(future.get()).isTrue();
		}
	}

	@Test
	void workerThatIdledForTheTimeoutEndsDownToTheLeast() throws Exception {
		this.fixture = new PoolFixture(ELASTIC);
		List<Blocked> tasks = List.of(this.fixture.block(), this.fixture.block(), this.fixture.block());
		for (Blocked task : tasks) {
			task.end();
		}
		this.fixture.awaitIdle();
		this.fixture.pass(Duration.ofSeconds(59));
		Blocked last = this.fixture.block();
		this.fixture.pass(Duration.ofSeconds(1));
		Awaitility.await().untilAsserted(() -> assertThat(this.fixture.names()).hasSize(1));
		assertThat(this.fixture.names()).containsExactly(last.end());
		this.fixture.awaitIdle();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.fixture.endings()).hasSize(2)
				.allSatisfy((ending) -> assertThat(ending).endsWith(" IDLE: idled for 60 s")));
		this.fixture.pass(Duration.ofHours(1));
		assertThat(this.fixture.pool.submit(() -> "ran").get()).isEqualTo("ran");
		assertThat(this.fixture.names()).hasSize(1);
		assertThat(this.fixture.endings()).hasSize(2);
		assertThat(this.fixture.pool.snapshot().counts().restarts()).isZero();
		assertThat(this.fixture.pool.snapshot().restart().deaths()).isZero();
	}

	@Test
	void poolThatShrankGrowsAgain() throws Exception {
		this.fixture = new PoolFixture(ELASTIC.minSize(0));
		for (int i = 1; i <= 3; i++) {
			assertThat(this.fixture.pool.submit(() -> Thread.currentThread().getName()).get())
				.isEqualTo("worker-test-" + i);
			this.fixture.awaitIdle();
			this.fixture.pass(Duration.ofMinutes(1));
			Awaitility.await().until(() -> this.fixture.names().isEmpty());
		}
	}

	@Test
	void idleTimeoutOfZeroKeepsWorkers() throws Exception {
		this.fixture = new PoolFixture(ELASTIC.idleTimeout(Duration.ZERO));
		Blocked first = this.fixture.block();
		this.fixture.block().end();
		first.end();
		this.fixture.awaitIdle();
		this.fixture.pass(Duration.ofDays(1));
		assertThat(this.fixture.pool.submit(() -> "ran").get()).isEqualTo("ran");
		assertThat(this.fixture.names()).hasSize(2);
	}

	@Test
	void firstCallStartsTheFirstWorkerEvenWithoutQueue() throws Exception {
		this.fixture = new PoolFixture(ELASTIC.minSize(0).queueCapacity(0).size(2));
		assertThat(this.fixture.names()).isEmpty();
		this.fixture.block();
		this.fixture.block();
		WorkerFuture<Integer> third = this.fixture.pool.submit(() -> 3);
		assertThat(PoolFixture.failureOf(third)).hasMessageContaining("is saturated");
	}

	@Test
	void shortTasksAreLeftToTheBusyWorker() throws Exception {
		// The clock stands still: tasks take no time, and none waits for long
		this.fixture = new PoolFixture(ELASTIC.size(1));
		for (int i = 0; i < 200; i++) {
			this.fixture.pool.submit(() -> 1).get();
		}
		this.fixture.pool.resize(1, 3);
		for (int i = 0; i < 2_000; i++) {
			WorkerFuture<Integer> first = this.fixture.pool.submit(() -> 1);
			this.fixture.pool.submit(() -> 1).get();
			first.get();
		}
		assertThat(this.fixture.names()).hasSize(1);
	}

	@Test
	void taskThatWasLeftToAWorkerWhichDoesNotComeBackGetsOneOfItsOwn() throws Exception {
		this.fixture = new PoolFixture(ELASTIC);
		try (WorkerPool pool = ELASTIC.size(2).build("left", new KillableRuntime())) {
			for (int i = 0; i < 500; i++) {
				pool.submit(() -> 1).get();
			}
			CountDownLatch blocked = new CountDownLatch(1);
			CountDownLatch unblock = new CountDownLatch(1);
			pool.submit(() -> {
				blocked.countDown();
				return unblock.await(30, TimeUnit.SECONDS);
			});
			blocked.await();
			assertThat(pool.submit(() -> "done").get(10, TimeUnit.SECONDS)).isEqualTo("done");
			assertThat(pool.snapshot().workers()).hasSize(2);
			unblock.countDown();
		}
	}

	@Test
	void innerCallOfTheOnlyWorkerStartsAnother() throws Throwable {
		this.fixture = new PoolFixture(ELASTIC);
		DefaultWorkerPool pool = this.fixture.pool;
		LambdaCall outer = new LambdaCall(() -> pool.submit(() -> "inner").get(10, TimeUnit.SECONDS));
		assertThat(pool.call(outer, TaskOptions.defaults())).isEqualTo("inner");
		LambdaCall waiting = new LambdaCall(() -> {
			try {
				return pool.call(new LambdaCall(() -> "waited"), TaskOptions.defaults());
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(pool.call(waiting, TaskOptions.defaults())).isEqualTo("waited");
	}

	@Test
	void fixedPoolStaysFixedWhenResized() {
		this.fixture = new PoolFixture(PoolFixture.BUILDER.size(2));
		this.fixture.pool.resize(4);
		this.fixture.awaitNames("worker-test-1", "worker-test-2", "worker-test-3", "worker-test-4");
		this.fixture.awaitIdle();
		this.fixture.pool.resize(1);
		assertThat(this.fixture.names()).hasSize(1);
		assertThat(this.fixture.pool.snapshot().size()).isEqualTo(1);
		assertThat(this.fixture.pool.snapshot().minSize()).isEqualTo(1);
		this.fixture.pool.resize(3);
		assertThat(this.fixture.pool.snapshot().minSize()).isEqualTo(3);
		assertThat(this.fixture.names()).hasSize(3);
	}

	@Test
	void elasticPoolKeepsItsLeastWhenResized() {
		this.fixture = new PoolFixture(ELASTIC.minSize(2));
		this.fixture.pool.resize(1);
		assertThat(this.fixture.pool.snapshot().minSize()).isEqualTo(1);
		this.fixture.pool.resize(5);
		assertThat(this.fixture.pool.snapshot().minSize()).isEqualTo(2);
		this.fixture.pool.resize(4, 4);
		assertThat(this.fixture.names()).hasSize(4);
		this.fixture.pool.resize(0, 4);
		this.fixture.awaitIdle();
		this.fixture.pass(Duration.ofMinutes(1));
		Awaitility.await().until(() -> this.fixture.names().isEmpty());
	}

	@Test
	void shrinkingEndsIdleWorkersFirstAndBusyOnesAfterTheirTask() throws Exception {
		this.fixture = new PoolFixture(PoolFixture.BUILDER.size(3));
		Blocked first = this.fixture.block();
		Blocked second = this.fixture.block();
		this.fixture.awaitIdle(1);
		this.fixture.pool.resize(2);
		assertThat(this.fixture.names()).hasSize(2);
		this.fixture.pool.resize(1);
		assertThat(this.fixture.names()).hasSize(2);
		assertThat(this.fixture.pool.snapshot().size()).isEqualTo(1);
		WorkerFuture<String> waits = this.fixture.pool.submit(() -> Thread.currentThread().getName());
		List<String> ran = List.of(first.end(), second.end());
		assertThat(ran).contains(waits.get());
		Awaitility.await().untilAsserted(() -> assertThat(this.fixture.names()).hasSize(1));
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.fixture.endings()).hasSize(2)
				.allSatisfy((ending) -> assertThat(ending).endsWith(" RESIZE: the pool was made smaller")));
	}

	@Test
	void workerThatWasToLeaveStaysWhenThePoolGrowsAgain() throws Exception {
		this.fixture = new PoolFixture(PoolFixture.BUILDER.size(2));
		Blocked first = this.fixture.block();
		Blocked second = this.fixture.block();
		this.fixture.pool.resize(1);
		this.fixture.pool.resize(2);
		List<String> ran = List.of(first.end(), second.end());
		this.fixture.awaitIdle();
		assertThat(this.fixture.names()).containsExactlyInAnyOrderElementsOf(ran);
		assertThat(this.fixture.endings()).isEmpty();
	}

	@Test
	void growingStartsWorkersForWhatWaits() throws Exception {
		this.fixture = new PoolFixture(PoolFixture.BUILDER.size(1));
		this.fixture.block();
		WorkerFuture<String> waits = this.fixture.pool.submit(() -> Thread.currentThread().getName());
		this.fixture.pool.resize(2);
		assertThat(waits.get(10, TimeUnit.SECONDS)).isEqualTo("worker-test-2");
	}

	@Test
	void sizesOutOfRangeAreRefused() {
		this.fixture = new PoolFixture(PoolFixture.BUILDER.size(1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.pool.resize(0))
			.withMessage("'size' must be from 1 to 1024 but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.pool.resize(1025))
			.withMessage("'size' must be from 1 to 1024 but was 1025");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.pool.resize(3, 2))
			.withMessage("'minSize' must be from 0 to 2 but was 3");
	}

	@Test
	@Tag("rounds")
	void resizingUnderLoadLosesNothing() throws Exception {
		this.fixture = new PoolFixture(PoolFixture.BUILDER.size(2));
		try (WorkerPool pool = PoolFixture.BUILDER.size(2)
			.queueCapacity(100_000)
			.drainPeriod(Duration.ofSeconds(30))
			.terminateGrace(Duration.ofSeconds(30))
			.build("load", new KillableRuntime())) {
			AtomicInteger runs = new AtomicInteger();
			List<WorkerFuture<Integer>> futures = new ArrayList<>();
			for (int i = 0; i < 20_000; i++) {
				futures.add(pool.submit(runs::incrementAndGet));
				if (i % 100 == 0) {
					pool.resize(1 + (i / 100) % 7);
				}
			}
			for (WorkerFuture<Integer> future : futures) {
				assertThat(future.get(10, TimeUnit.SECONDS)).isPositive();
			}
			assertThat(runs).hasValue(20_000);
			assertThat(pool.snapshot().counts().succeeded()).isEqualTo(20_000);
			assertThat(pool.snapshot().restart().deaths()).isZero();
		}
	}

	@Test
	void utilizationCountsTheSizeOfTheTime() throws Exception {
		this.fixture = new PoolFixture(PoolFixture.BUILDER.size(1));
		Blocked task = this.fixture.block();
		this.fixture.pass(Duration.ofSeconds(10));
		assertThat(this.fixture.pool.snapshot().utilization()).isEqualTo(1);
		this.fixture.pool.resize(3);
		this.fixture.pass(Duration.ofSeconds(10));
		assertThat(this.fixture.pool.snapshot().utilization()).isEqualTo(0.5);
		task.end();
	}

}

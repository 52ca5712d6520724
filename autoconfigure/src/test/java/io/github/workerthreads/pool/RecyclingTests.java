package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.PoolFixture.Blocked;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerInitializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of workers that are replaced although nothing is wrong with them.
 */
@Timeout(60)
class RecyclingTests {

	private static volatile CountDownLatch gate = new CountDownLatch(0);

	@Test
	void workerIsReplacedAfterItsLastTask() throws Exception {
		try (PoolFixture fixture = new PoolFixture(PoolFixture.BUILDER.size(1).maxTasksPerWorker(3))) {
			for (int i = 0; i < 7; i++) {
				String expected = "worker-test-" + (i / 3 + 1);
				assertThat(fixture.pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo(expected);
			}
			fixture.awaitEnding("worker-test-2 RECYCLE: recycled after 3 tasks");
			fixture.awaitEnding("worker-test-1 RECYCLE: recycled after 3 tasks");
			assertThat(fixture.pool.snapshot().counts().restarts()).isEqualTo(2);
			assertThat(fixture.pool.snapshot().restart().deaths()).isZero();
		}
	}

	@Test
	@Tag("rounds")
	void nothingIsLostWhileWorkersAreReplacedAfterEachTask() throws Exception {
		try (PoolFixture fixture = new PoolFixture(
				PoolFixture.BUILDER.size(3).maxTasksPerWorker(1).queueCapacity(1_000))) {
			List<WorkerFuture<Integer>> futures = IntStream.range(0, 500)
				.mapToObj((i) -> fixture.pool.submit(() -> i))
				.toList();
			for (int i = 0; i < 500; i++) {
				assertThat(futures.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
			}
			Awaitility.await().until(() -> fixture.pool.snapshot().counts().restarts() == 500);
			assertThat(fixture.names()).hasSize(3);
		}
	}

	@Test
	void idleWorkerIsReplacedAtItsAge() {
		try (PoolFixture fixture = new PoolFixture(PoolFixture.BUILDER.size(2).maxWorkerAge(Duration.ofHours(1)))) {
			fixture.awaitIdle();
			fixture.pass(Duration.ofMinutes(59));
			assertThat(fixture.names()).containsExactly("worker-test-1", "worker-test-2");
			fixture.pass(Duration.ofMinutes(1));
			fixture.awaitNames("worker-test-3", "worker-test-4");
			fixture.awaitEnding("worker-test-1 RECYCLE: recycled at the age of 3600 s");
			fixture.awaitEnding("worker-test-2 RECYCLE: recycled at the age of 3600 s");
			assertThat(fixture.pool.snapshot().spares()).isEmpty();
		}
	}

	@Test
	void busyWorkerIsReplacedAtItsAgeAfterItsTask() throws Exception {
		try (PoolFixture fixture = new PoolFixture(PoolFixture.BUILDER.size(1).maxWorkerAge(Duration.ofHours(1)))) {
			Blocked task = fixture.block();
			fixture.pass(Duration.ofHours(2));
			fixture.awaitReadySpares(1);
			assertThat(fixture.names()).containsExactly("worker-test-1");
			assertThat(task.end()).isEqualTo("worker-test-1");
			fixture.awaitNames("worker-test-2");
			assertThat(fixture.pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-test-2");
		}
	}

	@Test
	void recycleReplacesOneAfterTheOtherEachAfterItsTask() throws Exception {
		try (PoolFixture fixture = new PoolFixture(PoolFixture.BUILDER.size(2))) {
			Blocked first = fixture.block();
			Blocked second = fixture.block();
			fixture.pool.recycle();
			fixture.awaitReadySpares(1);
			assertThat(fixture.names()).containsExactly("worker-test-1", "worker-test-2");
			List<String> ran = List.of(second.end(), first.end());
			fixture.awaitNames("worker-test-3", "worker-test-4");
			assertThat(ran).containsExactlyInAnyOrder("worker-test-1", "worker-test-2");
			fixture.awaitEnding("worker-test-1 RECYCLE: recycled on request");
			fixture.awaitEnding("worker-test-2 RECYCLE: recycled on request");
			assertThat(fixture.pool.snapshot().counts().restarts()).isEqualTo(2);
			assertThat(fixture.pool.snapshot().counts().terminated()).isZero();
			assertThat(fixture.pool.snapshot().spares()).isEmpty();
		}
	}

	@Test
	void workerServesUntilTheOneThatReplacesItIsReady() throws Exception {
		gate = new CountDownLatch(0);
		try (PoolFixture fixture = new PoolFixture(PoolFixture.BUILDER.size(1).initializer(Gated.class))) {
			fixture.awaitIdle();
			gate = new CountDownLatch(1);
			fixture.pool.recycle();
			for (int i = 0; i < 10; i++) {
				assertThat(fixture.pool.submit(() -> Thread.currentThread().getName()).get())
					.isEqualTo("worker-test-1");
			}
			gate.countDown();
			fixture.awaitNames("worker-test-2");
		}
	}

	@Test
	void recyclingUsesTheWarmSpareAndKeepsOne() {
		try (PoolFixture fixture = new PoolFixture(PoolFixture.BUILDER.size(1).warmSpares(1))) {
			fixture.awaitReadySpares(1);
			fixture.awaitIdle();
			fixture.pool.recycle();
			fixture.awaitNames("worker-test-2");
			fixture.awaitReadySpares(1);
			assertThat(fixture.spareNames()).containsExactly("worker-test-3");
		}
	}

	@Test
	@Tag("rounds")
	void recyclingLosesNothingUnderLoad() throws Exception {
		try (WorkerPool pool = PoolFixture.BUILDER.size(2)
			.queueCapacity(100_000)
			.drainPeriod(Duration.ofSeconds(30))
			.build("load", new KillableRuntime())) {
			List<WorkerFuture<Integer>> futures = new ArrayList<>();
			for (int i = 0; i < 20_000; i++) {
				int number = i;
				futures.add(pool.submit(() -> number));
				if (i % 500 == 0) {
					pool.recycle();
				}
			}
			for (int i = 0; i < 20_000; i++) {
				assertThat(futures.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(pool.snapshot().workers()).hasSize(2)
					.allSatisfy((worker) -> assertThat(worker.id()).isGreaterThan(2)));
		}
	}

	static class Gated implements WorkerInitializer {

		@Override
		public void initialize(WorkerContext context) throws InterruptedException {
			gate.await();
		}

	}

}

package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.PoolFixture.Blocked;
import io.github.workerthreads.worker.PoolFailedException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of pools whose workers die.
 */
@Timeout(60)
class SupervisionTests {

	private static final WorkerPoolBuilder ONE = PoolFixture.BUILDER.size(1)
		.restart(RestartPolicy.defaults().withIntensity(2));

	private final KillableRuntime runtime = new KillableRuntime();

	@Test
	void deadWorkerFailsOnlyItsTaskAndIsReplacedAtOnceIfItWasOfUse() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			fixture.pool.submit(() -> "of use").get();
			fixture.awaitIdle(1);
			Blocked lost = fixture.block();
			WorkerFuture<String> waits = fixture.pool.submit(() -> Thread.currentThread().getName());
			this.runtime.kill("worker-test-1");
			assertThat(PoolFixture.failureOf(lost.future())).isInstanceOf(WorkerTerminatedException.class)
				.hasMessageContaining("killed by signal 9");
			assertThat(waits.get()).isEqualTo("worker-test-2");
			assertThat(fixture.pool.snapshot().restart().deaths()).isEqualTo(1);
			assertThat(fixture.pool.snapshot().counts().restarts()).isEqualTo(1);
		}
	}

	@Test
	void workerThatDiedBeforeItWasOfUseIsReplacedAfterTheBackoff() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			fixture.awaitIdle(1);
			this.runtime.kill("worker-test-1");
			fixture.awaitEnding("worker-test-1 DEATH: java.lang.IllegalStateException: killed by signal 9");
			WorkerFuture<String> waits = fixture.pool.submit(() -> Thread.currentThread().getName());
			fixture.pass(Duration.ofMillis(74));
			assertThat(fixture.names()).isEmpty();
			fixture.pass(Duration.ofMillis(26));
			assertThat(waits.get()).isEqualTo("worker-test-2");
		}
	}

	@Test
	void tooManyDeathsFailThePoolWithTheReason() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			WorkerFuture<String> queued = failAllButTheLast(fixture);
			this.runtime.kill("worker-test-3");
			Throwable failure = PoolFixture.failureOf(queued);
			String message = "Pool 'test' has failed and runs no calls: 3 workers died within 60 s "
					+ "(restart.intensity is 2), the last one: worker 'worker-test-3': "
					+ "java.lang.IllegalStateException: killed by signal 9. Mend the cause and resume the pool, "
					+ "or raise worker-threads.pools.test.restart.intensity";
			assertThat(failure).isInstanceOf(PoolFailedException.class).hasMessage(message);
			assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class);
			assertThat(((PoolFailedException) failure).getPool()).isEqualTo("test");
			Throwable rejected = PoolFixture.failureOf(fixture.pool.submit(() -> "never"));
			assertThat(rejected).isInstanceOf(PoolFailedException.class).hasMessage(message);
			PoolSnapshot snapshot = fixture.pool.snapshot();
			assertThat(snapshot.status()).isEqualTo(PoolStatus.FAILED);
			assertThat(snapshot.restart().deaths()).isEqualTo(3);
			assertThat(snapshot.restart().failedAt()).isNotNull();
			assertThat(snapshot.restart().reason()).startsWith("3 workers died within 60 s");
			assertThat(snapshot.workers()).isEmpty();
			assertThat(snapshot.counts().inFlight()).isZero();
			assertThat(snapshot.counts().rejected()).isEqualTo(1);
			fixture.pass(Duration.ofHours(1));
			assertThat(fixture.pool.snapshot().status()).isEqualTo(PoolStatus.FAILED);
			assertThat(fixture.names()).isEmpty();
		}
	}

	@Test
	void resumeWhileThePoolFailsSavesWhatWaitsAndWhatComes() throws Exception {
		CompletableFuture<WorkerFuture<String>> late = new CompletableFuture<>();
		CompletableFuture<Thread> failing = new CompletableFuture<>();
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			WorkerFuture<String> queued = failAllButTheLast(fixture);
			// Told when the pool has failed, before what waits does
			Logger logger = Logger.getLogger(DefaultWorkerPool.class.getName());
			logger.setFilter((record) -> {
				fixture.pool.resume();
				fixture.pool.pause();
				late.complete(fixture.pool.submit(() -> "late"));
				failing.complete(Thread.currentThread());
				return true;
			});
			try {
				this.runtime.kill("worker-test-3");
				WorkerFuture<String> accepted = late.get(10, TimeUnit.SECONDS);
				failing.get(10, TimeUnit.SECONDS).join(10_000);
				fixture.pool.resume();
				assertThat(queued.get(10, TimeUnit.SECONDS)).isEqualTo("never");
				assertThat(accepted.get(10, TimeUnit.SECONDS)).isEqualTo("late");
			}
			finally {
				logger.setFilter(null);
			}
		}
	}

	@Test
	void resumeRecoversAPoolThatHasFailed() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			WorkerFuture<String> queued = failAllButTheLast(fixture);
			this.runtime.kill("worker-test-3");
			PoolFixture.failureOf(queued);
			fixture.pool.resume();
			assertThat(fixture.pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-test-4");
			assertThat(fixture.pool.snapshot().status()).isEqualTo(PoolStatus.RUNNING);
			assertThat(fixture.pool.snapshot().restart().deaths()).isZero();
			fixture.awaitIdle(1);
			this.runtime.kill("worker-test-4");
			assertThat(fixture.pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-test-5");
		}
	}

	@Test
	void workersThatLiveFinishWhatTheyRunWhenThePoolFails() throws Exception {
		WorkerPoolBuilder two = ONE.size(2).restart(RestartPolicy.defaults().withIntensity(0));
		try (PoolFixture fixture = new PoolFixture(two, this.runtime)) {
			Blocked first = fixture.block();
			Blocked second = fixture.block();
			WorkerFuture<String> queued = fixture.pool.submit(() -> "never");
			this.runtime.kill("worker-test-2");
			assertThat(PoolFixture.failureOf(queued)).isInstanceOf(PoolFailedException.class);
			assertThat(fixture.pool.snapshot().workers()).singleElement()
				.satisfies((worker) -> assertThat(worker.task()).isNotNull());
			first.release().countDown();
			second.release().countDown();
			fixture.awaitIdle(1);
			assertThat(fixture.names()).containsExactly("worker-test-1");
			fixture.pool.resume();
			fixture.awaitNames("worker-test-1", "worker-test-3");
		}
	}

	@Test
	void workersThatCannotStartFailThePoolAfterAGrowingWait() throws Exception {
		this.runtime.failStarts(new IllegalStateException("no such program"));
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			fixture.awaitEnding("worker-test-1 DEATH: java.lang.IllegalStateException: no such program");
			WorkerFuture<String> waits = fixture.pool.submit(() -> "ran");
			fixture.pass(Duration.ofMillis(100));
			fixture.awaitEnding("worker-test-2 DEATH: java.lang.IllegalStateException: no such program");
			fixture.pass(Duration.ofMillis(149));
			assertThat(fixture.pool.snapshot().status()).isEqualTo(PoolStatus.RUNNING);
			fixture.pass(Duration.ofMillis(51));
			assertThat(PoolFixture.failureOf(waits)).isInstanceOf(PoolFailedException.class)
				.hasMessageContaining("no such program");
		}
	}

	@Test
	void deathsOutsideOfTheWindowAreForgotten() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			for (int i = 1; i <= 10; i++) {
				String worker = "worker-test-" + i;
				assertThat(fixture.pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo(worker);
				fixture.awaitIdle(1);
				this.runtime.kill(worker);
				fixture.awaitNames("worker-test-" + (i + 1));
				// That is beyond the start-timeout too
				fixture.awaitIdle(1);
				fixture.pass(Duration.ofSeconds(31));
			}
			assertThat(fixture.pool.snapshot().status()).isEqualTo(PoolStatus.RUNNING);
		}
	}

	@Test
	void whatEndsOnRequestIsNoDeath() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			for (int i = 1; i <= 10; i++) {
				assertThat(fixture.pool.terminate(i).get(10, TimeUnit.SECONDS).workerId()).isEqualTo(i);
			}
			assertThat(fixture.pool.submit(() -> "ran").get()).isEqualTo("ran");
			assertThat(fixture.pool.snapshot().restart().deaths()).isZero();
			assertThat(fixture.pool.snapshot().counts().restarts()).isEqualTo(10);
		}
	}

	@Test
	void abandonedWorkerIsADeath() throws Exception {
		CountDownLatch stop = new CountDownLatch(1);
		WorkerPoolBuilder deaf = ONE.timeout(Duration.ofSeconds(1)).restart(RestartPolicy.defaults().withIntensity(0));
		try (PoolFixture fixture = new PoolFixture(deaf)) {
			CountDownLatch started = new CountDownLatch(1);
			WorkerFuture<String> runaway = fixture.pool.submit(() -> {
				started.countDown();
				while (stop.getCount() > 0) {
					Thread.onSpinWait();
				}
				return "stopped";
			}, TaskOptions.defaults().withName("runaway"));
			started.await();
			fixture.pass(Duration.ofSeconds(1));
			Awaitility.await().until(() -> !runaway.isDone() && isStopping(fixture));
			fixture.pass(Duration.ofMillis(200));
			assertThat(PoolFixture.failureOf(runaway)).isInstanceOf(TaskTimeoutException.class);
			Awaitility.await().until(() -> fixture.pool.snapshot().status() == PoolStatus.FAILED);
			assertThat(fixture.pool.snapshot().restart().reason())
				.endsWith("worker 'worker-test-1': task 'runaway' did not answer to the interrupt");
			assertThat(fixture.pool.snapshot().abandoned()).hasSize(1);
			stop.countDown();
			Awaitility.await().until(() -> fixture.pool.snapshot().abandoned().isEmpty());
			assertThat(fixture.pool.snapshot().restart().deaths()).isEqualTo(1);
		}
		finally {
			stop.countDown();
		}
	}

	@Test
	void workerThatIsGivenUpOnForItsFirstTaskIsReplacedAtOnce() throws Exception {
		CountDownLatch stop = new CountDownLatch(1);
		try (PoolFixture fixture = new PoolFixture(ONE)) {
			CountDownLatch started = new CountDownLatch(1);
			WorkerFuture<String> runaway = fixture.pool.submit(() -> {
				started.countDown();
				while (stop.getCount() > 0) {
					Thread.onSpinWait();
				}
				return "stopped";
			});
			started.await();
			WorkerFuture<String> waits = fixture.pool.submit(() -> Thread.currentThread().getName());
			runaway.cancel(true);
			fixture.pass(Duration.ofMillis(200));
			assertThat(waits.get(10, TimeUnit.SECONDS)).isEqualTo("worker-test-2");
		}
		finally {
			stop.countDown();
		}
	}

	@Test
	void workerThatDiesWithATaskThatWasCancelledBeforeItBeganKeepsNoOtherFromWork() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			fixture.awaitIdle(1);
			this.runtime.loseAssignments(true);
			assertThat(fixture.pool.submit(() -> "never").cancel(true)).isTrue();
			this.runtime.loseAssignments(false);
			this.runtime.kill("worker-test-1");
			fixture.awaitEnding("worker-test-1 DEATH: java.lang.IllegalStateException: killed by signal 9");
			fixture.pass(Duration.ofMillis(100));
			fixture.awaitIdle(1);
			assertThat(fixture.pool.submit(() -> "ran").get(10, TimeUnit.SECONDS)).isEqualTo("ran");
		}
	}

	@Test
	void failedPoolThatIsClosedAndStartedIsAsNew() throws Exception {
		try (PoolFixture fixture = new PoolFixture(ONE, this.runtime)) {
			WorkerFuture<String> queued = failAllButTheLast(fixture);
			this.runtime.kill("worker-test-3");
			PoolFixture.failureOf(queued);
			fixture.pool.resize(3);
			fixture.close();
			assertThat(fixture.pool.snapshot().status()).isEqualTo(PoolStatus.CLOSED);
			fixture.pool.start();
			assertThat(fixture.pool.snapshot().status()).isEqualTo(PoolStatus.RUNNING);
			assertThat(fixture.pool.snapshot().size()).as("resizing lasts").isEqualTo(3);
			assertThat(fixture.pool.snapshot().restart().deaths()).isZero();
			assertThat(fixture.pool.submit(() -> "ran").get(10, TimeUnit.SECONDS)).isEqualTo("ran");
		}
	}

	private static boolean isStopping(PoolFixture fixture) {
		Task task = fixture.pool.roster().serving().get(0).task();
		return task != null && task.isStopping();
	}

	// Two workers die after they were of use, the third runs a task
	private WorkerFuture<String> failAllButTheLast(PoolFixture fixture) throws Exception {
		for (int i = 1; i <= 2; i++) {
			fixture.pool.submit(() -> "of use").get();
			fixture.awaitIdle(1);
			this.runtime.kill("worker-test-" + i);
			fixture.awaitNames("worker-test-" + (i + 1));
		}
		fixture.block();
		return fixture.pool.submit(() -> "never");
	}

}

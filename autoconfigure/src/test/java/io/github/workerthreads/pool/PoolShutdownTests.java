package io.github.workerthreads.pool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.runtime.Diagnosis;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PoolShutdown}, and for pools that are started again.
 */
@Timeout(60)
class PoolShutdownTests {

	private static final WorkerPoolBuilder PATIENT = TestPools.SMALL.drainPeriod(Duration.ofSeconds(30))
		.terminateGrace(Duration.ofSeconds(30));

	private final TestPools pools = new TestPools();

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void interruptedCloseWaitsNoLongerForTasksAndKeepsTheInterrupt() throws Exception {
		WorkerPool pool = this.pools.build(PATIENT);
		WorkerFuture<String> running = this.pools.block(pool);
		WorkerFuture<String> queued = pool.submit(() -> "queued");
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread closer = closer(pool, interrupted);
		closer.interrupt();
		assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
		assertThat(PoolFixture.failureOf(running)).isInstanceOfSatisfying(TaskCancelledException.class,
				(failure) -> assertThat(failure.getOutcome().mayStillRun()).isFalse());
		assertThat(PoolFixture.failureOf(queued)).isInstanceOfSatisfying(TaskCancelledException.class,
				(failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.DEQUEUED));
		assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.CLOSED);
		assertThat(pool.snapshot().workers()).isEmpty();
	}

	@Test
	void secondCloseReturnsWhenTheFirstIsDone() throws Exception {
		WorkerPool pool = this.pools.build(PATIENT);
		WorkerFuture<String> running = this.pools.block(pool);
		CompletableFuture<Boolean> first = new CompletableFuture<>();
		closer(pool, first);
		CompletableFuture<Boolean> second = new CompletableFuture<>();
		Thread closer = closer(pool, second);
		Awaitility.await().until(() -> closer.getState() == Thread.State.WAITING);
		closer.interrupt();
		assertThat(second).isNotDone();
		this.pools.release();
		assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
		assertThat(first.get(30, TimeUnit.SECONDS)).isFalse();
		assertThat(running.get()).isEqualTo("released");
	}

	@Test
	void pausedPoolDoesNotWaitForWhatItWouldNeverRun() throws Exception {
		WorkerPool pool = this.pools.build(PATIENT);
		pool.pause();
		WorkerFuture<String> queued = pool.submit(() -> "never");
		pool.close();
		assertThat(PoolFixture.failureOf(queued)).isInstanceOf(TaskCancelledException.class)
			.hasMessageContaining("never started: its pool shut down");
	}

	@Test
	void closedPoolRunsCallsAgainOnceItIsStarted() throws Exception {
		WorkerPool pool = this.pools.build(PATIENT);
		assertThat(pool.submit(() -> "before").get()).isEqualTo("before");
		pool.start();
		assertThat(pool.snapshot().workers()).hasSize(1);
		pool.close();
		pool.start();
		assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.RUNNING);
		assertThat(pool.submit(() -> "after").get(10, TimeUnit.SECONDS)).isEqualTo("after");
		assertThat(pool.snapshot().counts().succeeded()).isEqualTo(2);
		// Who completes futures and who watches the time are there again
		WorkerFuture<Boolean> late = pool.submit(() -> new CountDownLatch(1).await(30, TimeUnit.SECONDS),
				TaskOptions.defaults().withTimeout(Duration.ofMillis(20)));
		assertThat(PoolFixture.failureOf(late)).hasMessageContaining("ran longer than its timeout of 20 ms");
	}

	@Test
	void drainedPoolAcceptsCallsAgainOnceItIsClosedAndStarted() throws Exception {
		WorkerPool pool = this.pools.build(PATIENT);
		pool.drain().get(10, TimeUnit.SECONDS);
		pool.close();
		pool.start();
		assertThat(pool.submit(() -> "after").get(10, TimeUnit.SECONDS)).isEqualTo("after");
	}

	@Test
	void timeOnTheProcessorOfWorkersThatEndedCounts() throws Exception {
		WorkerPool pool = this.pools.build(PATIENT);
		pool.submit(() -> {
			long end = System.nanoTime() + 20_000_000;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			return null;
		}).get();
		Duration used = pool.cpuTime();
		assertThat(used).isPositive();
		pool.close();
		assertThat(pool.cpuTime()).isGreaterThanOrEqualTo(used);
	}

	@Test
	void workersThatShareTheHeapCannotBeDiagnosedByThemselves() {
		WorkerPool pool = this.pools.build(PATIENT);
		assertThat(pool.usedHeapBytes()).isZero();
		Diagnosis diagnosis = new Diagnosis(Diagnosis.Kind.THREAD_DUMP, Duration.ZERO, Path.of("dump"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> pool.diagnose(1, diagnosis))
			.withMessageContaining("Workers of pool 'test' have isolation 'thread'")
			.withMessageContaining("Ask that for a thread dump, or use isolation 'process'");
	}

	private static Thread closer(WorkerPool pool, CompletableFuture<Boolean> interrupted) {
		Thread closer = new Thread(() -> {
			pool.close();
			interrupted.complete(Thread.currentThread().isInterrupted());
		});
		closer.start();
		Awaitility.await().until(() -> pool.snapshot().status() == PoolStatus.CLOSING);
		return closer;
	}

}

package io.github.workerthreads.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.workerthreads.pool.PoolFixture.Blocked;
import io.github.workerthreads.pool.PoolFunctions.Held;
import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WhenFull}, what becomes of calls that find the queue full.
 */
@Timeout(60)
class WhenFullTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final TestPools pools = new TestPools();

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void rejectionSaysWhenToTryAgain() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL);
		pool.submit(() -> "first").get();
		fill(pool);
		PoolSaturatedException ex = saturation(pool.submit(() -> "late"));
		assertThat(ex.getRetryAfter()).isPositive();
		assertThat(ex).hasMessageContaining("2 tasks queued (limit 2). Raise");
	}

	@Test
	void timeToTryAgainFollowsTheTasksThatRanAndThoseThatWait() throws Exception {
		try (PoolFixture fixture = new PoolFixture(PoolFixture.BUILDER.size(1).queueCapacity(2))) {
			for (int i = 0; i < 2; i++) {
				Blocked task = fixture.block();
				fixture.pass(Duration.ofMillis(100));
				task.end();
				fixture.awaitIdle(1);
			}
			fill(fixture.pool);
			assertThat(saturation(fixture.pool.submit(() -> "late")).getRetryAfter()).isEqualTo(Duration.ofMillis(300));
		}
	}

	@Test
	void nothingIsEstimatedBeforeACallHasEnded() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL);
		fill(pool);
		assertThat(saturation(pool.submit(() -> "late")).getRetryAfter()).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2 })
	void blockedCallerGoesOnWhenThereIsRoom(int capacity) throws Exception {
		WorkerPool pool = this.pools
			.build(TestPools.SMALL.queueCapacity(capacity).whenFull(WhenFull.BLOCK).maxWait(LONG));
		fill(pool);
		List<CompletableFuture<String>> late = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			late.add(CompletableFuture.supplyAsync(() -> pool.submit(() -> "late").toCompletableFuture().join(),
					(body) -> new Thread(body).start()));
		}
		Awaitility.await().until(pool::needsDrain);
		assertThat(late).noneMatch(CompletableFuture::isDone);
		this.pools.release();
		for (CompletableFuture<String> call : late) {
			assertThat(call.get()).isEqualTo("late");
		}
		PoolCounts counts = pool.snapshot().counts();
		assertThat(counts.rejected()).isZero();
		assertThat(counts.succeeded()).isEqualTo(counts.accepted()).isEqualTo(6 + capacity);
	}

	@Test
	void blockedCallerIsRejectedAfterTheLongestWait() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.whenFull(WhenFull.BLOCK).maxWait(Duration.ofMillis(30)));
		fill(pool);
		long start = System.nanoTime();
		PoolSaturatedException ex = saturation(pool.submit(() -> "late"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
		assertThat(ex).hasMessageContaining("2 tasks queued (limit 2) and no room within 30 ms");
		assertThat(pool.snapshot().counts().rejected()).isEqualTo(1);
	}

	@Test
	void callThatFoundNoRoomKeepsNoHandleAndGivesBackWhatMoved() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.whenFull(WhenFull.BLOCK).maxWait(Duration.ofMillis(30)));
		fill(pool);
		SharedMemory cloned = SharedMemory.allocate(8);
		Path file = Path.of(cloned.handle().file());
		try (SharedMemory moved = SharedMemory.allocate(8)) {
			saturation(pool.run(Held.class, List.of(cloned, moved), TransferList.of(moved), TaskOptions.defaults()));
			assertThat(moved.isDetached()).isFalse();
			assertThat(moved.getLong(0)).isZero();
		}
		cloned.close();
		assertThat(file).doesNotExist();
	}

	@Test
	void interruptedCallerWaitsNoMoreAndStaysInterrupted() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.whenFull(WhenFull.BLOCK).maxWait(LONG));
		fill(pool);
		AtomicBoolean interrupted = new AtomicBoolean();
		AtomicReference<WorkerFuture<String>> late = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			late.set(pool.submit(() -> "late"));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		caller.start();
		Awaitility.await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
		caller.interrupt();
		caller.join();
		assertThat(interrupted).isTrue();
		saturation(late.get());
	}

	@Test
	void closeEndsTheWaitForRoom() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.whenFull(WhenFull.BLOCK).maxWait(LONG));
		fill(pool);
		AtomicReference<WorkerFuture<String>> late = new AtomicReference<>();
		Thread caller = new Thread(() -> late.set(pool.submit(() -> "late")));
		caller.start();
		Awaitility.await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
		pool.close();
		caller.join();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> late.get().get())
			.withCauseInstanceOf(PoolClosedException.class);
	}

	@Test
	void callerThatMustNotBlockIsRejectedAtOnce() throws Exception {
		for (WhenFull whenFull : List.of(WhenFull.BLOCK, WhenFull.CALLER_RUNS)) {
			WorkerPool pool = this.pools.build(TestPools.SMALL.whenFull(whenFull).maxWait(LONG).mayBlock(() -> false));
			fill(pool);
			saturation(pool.submit(() -> "late"));
		}
	}

	@Test
	void callerRunsItsCallByTheSameRules() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.whenFull(WhenFull.CALLER_RUNS));
		fill(pool);
		int[] input = { 1, 2 };
		WorkerFuture<int[]> late = pool.run(Echo.class, input);
		assertThat(late.get()).isEqualTo(input).isNotSameAs(input).isNotSameAs(Echo.last);
		assertThat(Echo.last).isNotSameAs(input);
		assertThat(Echo.thread).isSameAs(Thread.currentThread());
		WorkerFuture<String> failing = pool.submit(() -> {
			throw new IOException("no disk");
		});
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(failing::get)
			.withCauseExactlyInstanceOf(IOException.class);
		PoolCounts counts = pool.snapshot().counts();
		assertThat(counts.rejected()).isZero();
		assertThat(counts.succeeded()).isEqualTo(1);
		assertThat(counts.failed()).isEqualTo(1);
		assertThat(pool.tasks()).hasSize(3);
	}

	@Test
	void callThatItsCallerRunsIsShownAndCannotBeCancelled() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.whenFull(WhenFull.CALLER_RUNS));
		fill(pool);
		List<TaskSnapshot> shown = new ArrayList<>();
		WorkerFuture<String> late = pool.submit(() -> {
			shown.addAll(pool.tasks());
			TaskSnapshot own = shown.get(shown.size() - 1);
			CompletableFuture<TaskCancellation> cancellation = pool.cancel(own.id());
			return "done " + cancellation.isDone();
		});
		assertThat(late.get()).isEqualTo("done false");
		assertThat(shown).extracting(TaskSnapshot::state)
			.containsExactly(TaskSnapshot.State.RUNNING, TaskSnapshot.State.QUEUED, TaskSnapshot.State.QUEUED,
					TaskSnapshot.State.RUNNING);
		assertThat(shown.get(3).worker()).isNull();
	}

	@Test
	void waitingCallerGetsWhatItRan() throws Throwable {
		WorkerPool pool = this.pools.build(TestPools.SMALL.whenFull(WhenFull.CALLER_RUNS));
		fill(pool);
		assertThat(pool.call(new LambdaCall(() -> "mine"), TaskOptions.defaults())).isEqualTo("mine");
	}

	private void fill(WorkerPool pool) throws InterruptedException, ExecutionException {
		this.pools.block(pool);
		for (int i = 0; i < pool.options().queueCapacity(); i++) {
			pool.submit(() -> "queued");
		}
	}

	private static PoolSaturatedException saturation(WorkerFuture<?> rejected) {
		AtomicReference<PoolSaturatedException> cause = new AtomicReference<>();
		assertThat(rejected.toCompletableFuture()).isDone();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(rejected::get)
			.satisfies((ex) -> cause.set((PoolSaturatedException) ex.getCause()));
		return cause.get();
	}

	static class Echo implements WorkerFunction<int[], int[]> {

		private static volatile int[] last;

		private static volatile Thread thread;

		@Override
		public int[] apply(int[] input) {
			last = input;
			thread = Thread.currentThread();
			return input;
		}

	}

}

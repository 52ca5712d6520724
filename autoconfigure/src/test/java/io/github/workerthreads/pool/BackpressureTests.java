package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Backpressure}, for drained pools, and for {@link PoolTasks}.
 */
@Timeout(60)
class BackpressureTests {

	private final TestPools pools = new TestPools();

	private final MockTasks host = new MockTasks();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final PoolListener listener = new PoolListener() {

		@Override
		public void poolSaturated(String pool) {
			BackpressureTests.this.events.add("saturated");
		}

		@Override
		public void poolDrained(String pool) {
			BackpressureTests.this.events.add("drained");
		}

	};

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void fullPoolNeedsDrainUntilItsQueueIsHalfEmpty() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.queueCapacity(4).listener(this.listener));
		assertThat(pool.needsDrain()).isFalse();
		assertThat(pool.whenDrained()).isCompleted();
		this.pools.block(pool);
		List<WorkerFuture<String>> queued = fill(pool, 4);
		assertThat(pool.needsDrain()).isFalse();
		pool.submit(() -> "rejected");
		pool.submit(() -> "rejected too");
		assertThat(pool.needsDrain()).isTrue();
		AtomicReference<Thread> thread = new AtomicReference<>();
		CompletableFuture<?> drained = pool.whenDrained()
			.thenRun(() -> thread.set(Thread.currentThread()))
			.toCompletableFuture();
		queued.get(0).cancel(false);
		assertThat(drained).isNotDone();
		queued.get(3).cancel(false);
		drained.get();
		assertThat(pool.needsDrain()).isFalse();
		assertThat(this.events).containsExactly("saturated", "drained");
		assertThat(thread.get().getName()).isEqualTo("worker-test-completion");
	}

	@Test
	void poolWithoutQueueNeedsDrainUntilAWorkerIsFree() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.queueCapacity(0).listener(this.listener));
		this.pools.block(pool);
		pool.submit(() -> "rejected");
		assertThat(pool.needsDrain()).isTrue();
		CompletableFuture<?> drained = pool.whenDrained();
		this.pools.release();
		drained.get();
		assertThat(this.events).containsExactly("saturated", "drained");
	}

	@Test
	void closedPoolLetsNobodyWaitForRoom() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.queueCapacity(0));
		this.pools.block(pool);
		pool.submit(() -> "rejected");
		CompletableFuture<?> drained = pool.whenDrained();
		pool.close();
		drained.get();
	}

	@Test
	void drainedPoolFinishesWhatItHasAndAcceptsNothing() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL);
		WorkerFuture<String> running = this.pools.block(pool);
		WorkerFuture<String> queued = pool.submit(() -> "queued");
		CompletableFuture<?> drained = pool.drain();
		assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.DRAINING);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> pool.submit(() -> "late").get())
			.withCauseInstanceOf(PoolClosedException.class)
			.withMessageContaining("it is drained. Resume it");
		assertThat(drained).isNotDone();
		this.pools.release();
		drained.get();
		assertThat(running.get()).isEqualTo("released");
		assertThat(queued.get()).isEqualTo("queued");
		assertThat(pool.drain().get()).isNull();
		pool.resume();
		assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.RUNNING);
		assertThat(pool.submit(() -> "again").get()).isEqualTo("again");
	}

	@Test
	void resumeEndsTheDrain() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL);
		this.pools.block(pool);
		CompletableFuture<?> drained = pool.drain();
		pool.resume();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(drained::get)
			.withCauseInstanceOf(CancellationException.class);
	}

	@Test
	void batchRunsEachInputByItself() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.queueCapacity(8));
		List<WorkerFuture<Integer>> halves = pool.runAll(Half.class, List.of(2, 3, 4), TaskOptions.defaults());
		assertThat(halves.get(0).get()).isEqualTo(1);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> halves.get(1).get())
			.withCauseInstanceOf(IllegalArgumentException.class);
		assertThat(halves.get(2).get()).isEqualTo(2);
	}

	@Test
	void pendingCallsAreCancelledAndTheRunningOneGoesOn() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.queueCapacity(4));
		WorkerFuture<String> running = this.pools.block(pool);
		List<WorkerFuture<String>> queued = fill(pool, 4);
		assertThat(pool.cancelPending()).isEqualTo(4);
		assertThat(queued).allMatch((task) -> task.toCompletableFuture().isCancelled());
		assertThat(pool.cancelPending()).isZero();
		this.pools.release();
		assertThat(running.get()).isEqualTo("released");
		assertThat(pool.snapshot().counts().cancelled()).isEqualTo(4);
	}

	@Test
	void oneTaskIsCancelledByItsNumberWhereverItIs() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.terminateGrace(Duration.ofSeconds(30)));
		WorkerFuture<String> running = this.pools.block(pool);
		WorkerFuture<String> queued = pool.submit(() -> "queued");
		List<TaskSnapshot> tasks = pool.tasks();
		assertThat(tasks).extracting(TaskSnapshot::state)
			.containsExactly(TaskSnapshot.State.RUNNING, TaskSnapshot.State.QUEUED);
		assertThat(tasks.get(0).worker()).isEqualTo("worker-test-1");
		assertThat(tasks.get(0).ran()).isNotNull();
		assertThat(tasks.get(1).worker()).isNull();
		assertThat(tasks.get(1).ran()).isNull();
		assertThat(pool.cancel(tasks.get(1).id()).get().outcome()).isEqualTo(StopOutcome.DEQUEUED);
		TaskCancellation cancellation = pool.cancel(tasks.get(0).id()).get();
		assertThat(cancellation.outcome()).isEqualTo(StopOutcome.INTERRUPTED);
		assertThat(cancellation.task()).isEqualTo(tasks.get(0).name());
		assertThat(running.toCompletableFuture()).isCancelled();
		assertThat(queued.toCompletableFuture()).isCancelled();
		Awaitility.await().untilAsserted(() -> assertThat(pool.tasks()).isEmpty());
	}

	@Test
	void unknownTaskIsNamedWithThoseThatThereAre() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL);
		this.pools.block(pool);
		long id = pool.tasks().get(0).id();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> pool.cancel(4711))
			.withMessage("Pool 'test' has no task 4711 that waits or runs, only [%d]", id);
	}

	@Test
	void whoWaitsTriesAgainWhenSomethingChanges() {
		Backpressure backpressure = backpressure(new TaskQueue());
		AtomicInteger attempts = new AtomicInteger();
		assertThat(backpressure.await(() -> {
			backpressure.changed();
			return attempts.incrementAndGet() == 3;
		}, 1000)).isTrue();
		assertThat(attempts).hasValue(3);
	}

	@Test
	void whoWaitsGivesUpInTime() {
		Backpressure backpressure = backpressure(new TaskQueue());
		AtomicInteger attempts = new AtomicInteger();
		assertThat(backpressure.await(() -> {
			this.host.now += 1000;
			return attempts.incrementAndGet() == 2;
		}, 1000)).isFalse();
		assertThat(attempts).hasValue(1);
	}

	@Test
	void whoWaitsAndIsInterruptedGivesUpAndStaysInterrupted() {
		Backpressure backpressure = backpressure(new TaskQueue());
		Thread.currentThread().interrupt();
		assertThat(backpressure.await(() -> false, Long.MAX_VALUE)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void nobodyWaitsForAPoolThatIsClosedUntilItIsOpenAgain() {
		Backpressure backpressure = backpressure(new TaskQueue());
		backpressure.close();
		assertThat(backpressure.await(() -> false, Long.MAX_VALUE)).isFalse();
		backpressure.full();
		assertThat(backpressure.needsDrain()).isFalse();
		backpressure.open();
		AtomicInteger attempts = new AtomicInteger();
		assertThat(backpressure.await(() -> {
			backpressure.changed();
			return attempts.incrementAndGet() == 2;
		}, Long.MAX_VALUE)).isTrue();
	}

	@Test
	void queueThatEmptiedAsItWasFoundFullNeedsNoDrain() {
		Backpressure backpressure = backpressure(new TaskQueue());
		backpressure.full();
		assertThat(backpressure.needsDrain()).isFalse();
		assertThat(this.events).containsExactly("saturated", "drained");
		assertThat(backpressure.whenDrained()).isCompleted();
	}

	@Test
	void whoWantsToHearOfRoomHearsOfItElsewhere() {
		TaskQueue queue = new TaskQueue();
		Backpressure backpressure = backpressure(queue);
		List<Task> tasks = IntStream.range(0, 8).mapToObj((i) -> this.host.task()).toList();
		tasks.forEach((task) -> queue.offer(task, 8));
		backpressure.full();
		backpressure.full();
		CompletableFuture<?> drained = backpressure.whenDrained();
		tasks.subList(0, 3).forEach(queue::remove);
		backpressure.changed();
		assertThat(backpressure.needsDrain()).isTrue();
		queue.remove(tasks.get(3));
		backpressure.changed();
		assertThat(backpressure.needsDrain()).isFalse();
		assertThat(drained).isNotDone();
		this.host.runElsewhere();
		assertThat(drained).isCompleted();
		assertThat(this.events).containsExactly("saturated", "drained");
	}

	private Backpressure backpressure(TaskQueue queue) {
		return new Backpressure(this.host, queue, new PoolJournal("test", List.of(this.listener)));
	}

	private static List<WorkerFuture<String>> fill(WorkerPool pool, int calls) {
		return IntStream.range(0, calls).mapToObj((i) -> pool.submit(() -> "queued")).toList();
	}

	static class Half implements WorkerFunction<Integer, Integer> {

		@Override
		public Integer apply(Integer input) {
			if (input % 2 != 0) {
				throw new IllegalArgumentException("odd");
			}
			return input / 2;
		}

	}

}

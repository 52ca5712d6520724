package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.ContextFunctions.Callbacks;
import io.github.workerthreads.pool.ContextFunctions.Count;
import io.github.workerthreads.pool.ContextFunctions.Emitting;
import io.github.workerthreads.pool.ContextFunctions.Facts;
import io.github.workerthreads.pool.ContextFunctions.Hoarder;
import io.github.workerthreads.pool.ContextFunctions.Stoppable;
import io.github.workerthreads.pool.ContextFunctions.WhoAmI;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What code inside a task can learn and say, on any isolation: the functions use nothing
 * but messages.
 */
@Timeout(120)
abstract class AbstractWorkerContextTests {

	static final WorkerPoolBuilder SMALL = new WorkerPoolBuilder().size(1)
		.queueCapacity(64)
		.timeout(Duration.ZERO)
		.queueTimeout(Duration.ZERO)
		.terminateGrace(Duration.ofSeconds(20))
		.drainPeriod(Duration.ZERO);

	private final List<WorkerPool> pools = new ArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	/**
	 * Return the rung to test.
	 * @return the runtime
	 */
	abstract WorkerRuntime runtime();

	/**
	 * Return what may become of work that heeds its signal when its worker is terminated.
	 * @return the outcomes
	 */
	List<StopOutcome> outcomesOfTerminate() {
		return List.of(StopOutcome.TERMINATED);
	}

	/**
	 * Let pools have what the rung needs to start workers fast.
	 * @param builder the builder
	 * @return the builder to use
	 */
	WorkerPoolBuilder adapt(WorkerPoolBuilder builder) {
		return builder;
	}

	@AfterEach
	void closePools() {
		this.release.countDown();
		this.pools.forEach(WorkerPool::close);
	}

	@Test
	void contextTellsWorkerPoolAndTask() throws Exception {
		WorkerPool pool = build(SMALL);
		WorkerFuture<Facts> first = pool.run(WhoAmI.class, "");
		WorkerFuture<Facts> second = pool.run(WhoAmI.class, "");
		assertThat(first.get().workerName()).isEqualTo("worker-test-1");
		assertThat(first.get().poolName()).isEqualTo("test");
		assertThat(first.get().taskId()).isEqualTo(first.taskId());
		assertThat(second.get().taskId()).isEqualTo(second.taskId());
		assertThat(second.get().workerId()).isEqualTo(first.get().workerId()).isPositive();
		assertThat(WorkerContext.current()).isNull();
	}

	@Test
	void workerIdIsUniqueInTheProcess() throws Exception {
		Set<Long> ids = new HashSet<>();
		for (int i = 0; i < 3; i++) {
			ids.add(build(SMALL).run(WhoAmI.class, "").get().workerId());
		}
		assertThat(ids).hasSize(3);
	}

	@Test
	void contextOfAnEarlierTaskEmitsNothingForTheNext() throws Exception {
		WorkerPool pool = build(SMALL);
		assertThat(pool.run(Hoarder.class, "keep").get()).isEqualTo("kept");
		List<Object> items = new ArrayList<>();
		WorkerFuture<String> next = pool.run(Hoarder.class, "use").onProgress(items::add);
		assertThat(next.get()).startsWith("java.lang.IllegalStateException: Task 1 of worker 'worker-test-1' has ended")
			.contains("Ask WorkerContext.current() in each task");
		assertThat(items).isEmpty();
	}

	@Test
	void threadThatIsNoWorkerEmitsNothing() throws Exception {
		assertThat(build(SMALL).run(Hoarder.class, "elsewhere").get())
			.startsWith("null java.lang.IllegalStateException: Only the thread of worker 'worker-test-1' can emit")
			.contains("this is thread 'helper'");
	}

	@Test
	void signalIsNotSetWhileNobodyStopsTheTask() throws Exception {
		assertThat(build(SMALL).run(Hoarder.class, "signal").get()).isEqualTo("false null");
	}

	@Test
	void cancelSetsTheSignalAndTheWorkerStays() throws Exception {
		WorkerPool pool = build(SMALL);
		Running running = new Running(pool, "poll", TaskOptions.defaults().withName("job"));
		running.future.cancel(true);
		TaskCancelledException failure = failureOf(running.future, TaskCancelledException.class);
		assertThat(failure.getOutcome()).isEqualTo(StopOutcome.INTERRUPTED);
		assertThat(running.items).containsExactly("started", "Task 'job' of pool 'test' was cancelled while it ran");
		assertWorkerStayed(pool);
	}

	@Test
	void timeoutSetsTheSignalAndTheWorkerStays() throws Exception {
		WorkerPool pool = build(SMALL);
		Running running = new Running(pool, "poll",
				TaskOptions.defaults().withName("job").withTimeout(Duration.ofMillis(100)));
		TaskTimeoutException failure = failureOf(running.future, TaskTimeoutException.class);
		assertThat(failure.getOutcome()).isEqualTo(StopOutcome.INTERRUPTED);
		assertThat(running.items).containsExactly("started",
				"Task 'job' of pool 'test' ran longer than its timeout of 100 ms");
		assertWorkerStayed(pool);
	}

	@Test
	void terminateSetsTheSignal() throws Exception {
		WorkerPool pool = build(SMALL);
		Running running = new Running(pool, "poll", TaskOptions.defaults().withName("job"));
		pool.terminate(1).get();
		assertThat(failureOf(running.future, WorkerTerminatedException.class).getOutcome()).isIn(outcomesOfTerminate());
		// Code that is stopped at once may have no time to look
		List<String> heard = (runtime().capabilities().terminatesRunawayCode()) ? List.of("started")
				: List.of("started", "Task 'job' of pool 'test' ran when its worker was terminated");
		assertThat(running.items).containsSequence(heard);
	}

	@Test
	void closeSetsTheSignal() throws Exception {
		WorkerPool pool = build(SMALL);
		Running running = new Running(pool, "poll", TaskOptions.defaults().withName("job"));
		pool.close();
		// Where ending the worker would leave it no time the task is interrupted first
		StopOutcome outcome = (runtime().capabilities().terminatesRunawayCode()) ? StopOutcome.INTERRUPTED
				: StopOutcome.TERMINATED;
		assertThat(failureOf(running.future, TaskCancelledException.class).getOutcome()).isEqualTo(outcome);
		assertThat(running.items).containsExactly("started",
				"Task 'job' of pool 'test' still ran when its pool shut down");
	}

	@Test
	void signalIsSetBeforeTheInterrupt() throws Exception {
		WorkerPool pool = build(SMALL);
		for (int i = 0; i < 100; i++) {
			Running running = new Running(pool, "wait", TaskOptions.defaults());
			running.future.cancel(true);
			failureOf(running.future, TaskCancelledException.class);
			assertThat(running.items).containsExactly("started", true);
		}
	}

	@Test
	void bodyThatThrowsAtTheSignalIsReportedAsCancelled() throws Exception {
		WorkerPool pool = build(SMALL);
		Running running = new Running(pool, "throw", TaskOptions.defaults());
		running.future.cancel(true);
		assertThat(failureOf(running.future, TaskCancelledException.class).getOutcome())
			.isEqualTo(StopOutcome.INTERRUPTED);
		assertThat(running.items).containsExactly("started",
				"Task 'Stoppable' of pool 'test' was cancelled while it ran");
		assertWorkerStayed(pool);
	}

	@Test
	void callbacksRunInOrderOffTheWorkersThreadThoughOneThrows() throws Exception {
		WorkerPool pool = build(SMALL);
		Running running = new Running(pool, Callbacks.class, "several");
		running.future.cancel(true);
		failureOf(running.future, TaskCancelledException.class);
		assertThat(running.items).hasSize(3);
		assertThat(running.items.get(1)).isEqualTo("first, throwing, last");
		assertThat(running.items.get(2)).isNotEqualTo("worker-test-1").isNotEqualTo(Thread.currentThread().getName());
		assertWorkerStayed(pool);
	}

	@Test
	void callbackThatBlocksHoldsUpNeitherCallerNorSupervisor() throws Exception {
		WorkerPool pool = build(SMALL);
		Running cancelled = new Running(pool, Callbacks.class, "block");
		cancelled.future.cancel(true);
		assertThat(failureOf(cancelled.future, TaskCancelledException.class).getOutcome())
			.isEqualTo(StopOutcome.INTERRUPTED);
		WorkerFuture<Object> late = pool.run(Callbacks.class, "block",
				TaskOptions.defaults().withTimeout(Duration.ofMillis(300)));
		assertThat(failureOf(late, TaskTimeoutException.class).getOutcome()).isEqualTo(StopOutcome.INTERRUPTED);
		assertThat(pool.run(Callbacks.class, "release").get()).isEqualTo("released");
		assertWorkerStayed(pool);
	}

	@Test
	void callbackRunsAtOnceIfTheTaskIsCancelledAlready() throws Exception {
		WorkerPool pool = build(SMALL);
		Running running = new Running(pool, Callbacks.class, "late");
		running.future.cancel(true);
		failureOf(running.future, TaskCancelledException.class);
		assertThat(running.items).containsExactly("started", "worker-test-1");
	}

	@Test
	void callbackThatIsTakenBackNeverRuns() throws Exception {
		WorkerPool pool = build(SMALL);
		Running running = new Running(pool, Callbacks.class, "close");
		running.future.cancel(true);
		failureOf(running.future, TaskCancelledException.class);
		assertThat(running.items).containsExactly("started", "kept");
	}

	@Test
	void taskThatEndsByItselfRunsNoCallback() throws Exception {
		WorkerPool pool = build(SMALL);
		assertThat(pool.run(Callbacks.class, "register").get()).isEqualTo("registered");
		Running other = new Running(pool, Callbacks.class, "late");
		other.future.cancel(true);
		failureOf(other.future, TaskCancelledException.class);
		assertThat(pool.run(Callbacks.class, "ran").get()).isEqualTo(false);
	}

	@Test
	void progressComesInOrderOnceAndBeforeTheFutureCompletes() throws Exception {
		WorkerPool pool = build(SMALL);
		List<Object> items = new ArrayList<>();
		pool.pause();
		WorkerFuture<Integer> future = pool.run(Count.class, 10_000).onProgress(items::add);
		CompletableFuture<Integer> sizeAtTheEnd = future.toCompletableFuture().thenApply((result) -> items.size());
		pool.resume();
		assertThat(future.get()).isEqualTo(10_000);
		assertThat(sizeAtTheEnd.get()).isEqualTo(10_000);
		assertThat(items).isEqualTo(numbers(0, 10_000));
		assertThat(future.missedProgress()).isZero();
	}

	@Test
	void progressOfAFailingTaskComesBeforeItsFailure() {
		List<Object> items = Collections.synchronizedList(new ArrayList<>());
		WorkerPool pool = build(SMALL);
		pool.pause();
		WorkerFuture<Object> future = pool.run(Emitting.class, "fail").onProgress((item) -> {
			awaitUninterruptibly(this.release);
			items.add(item);
		});
		pool.resume();
		Awaitility.await().until(() -> pool.snapshot().counts().failed() == 1);
		assertThat(future.isDone()).isFalse();
		this.release.countDown();
		assertThat(catchThrowable(future::get)).hasRootCauseMessage("after progress");
		assertThat(items).containsExactly("first", "second");
	}

	@Test
	void progressFromBeforeTheConsumerIsDelivered() throws Exception {
		WorkerFuture<Integer> future = build(SMALL).run(Count.class, 5);
		assertThat(future.get()).isEqualTo(5);
		List<Object> items = Collections.synchronizedList(new ArrayList<>());
		future.onProgress(items::add);
		Awaitility.await().untilAsserted(() -> assertThat(items).containsExactly(0, 1, 2, 3, 4));
	}

	@Test
	void latestItemsAreKeptWhileNobodyListensAndTheOthersCounted() throws Exception {
		WorkerFuture<Integer> future = build(SMALL).run(Count.class, 5000);
		assertThat(future.get()).isEqualTo(5000);
		assertThat(future.missedProgress()).isEqualTo(5000 - 1024);
		List<Object> items = Collections.synchronizedList(new ArrayList<>());
		future.onProgress(items::add);
		Awaitility.await().until(() -> items.size() == 1024);
		assertThat(items).isEqualTo(numbers(5000 - 1024, 5000));
	}

	@Test
	void progressOfACallThatIsWaitedForIsDropped() throws Throwable {
		assertThat(
				build(SMALL).call(new FunctionCall(Count.class, 5000, TransferList.nothing()), TaskOptions.defaults()))
			.isEqualTo(5000);
	}

	@Test
	void progressIsClonedWhenItIsEmitted() throws Exception {
		List<Object> items = new ArrayList<>();
		WorkerPool pool = build(SMALL);
		pool.pause();
		WorkerFuture<Object> future = pool.run(Emitting.class, "mutable").onProgress(items::add);
		pool.resume();
		future.get();
		assertThat(items).containsExactly(List.of("one"), List.of("one", "two"));
	}

	@Test
	void progressThatCannotBeClonedIsRefusedAtTheEmitter() throws Exception {
		WorkerPool pool = build(SMALL);
		assertThat(pool.run(Emitting.class, "stream").get()).asString()
			.startsWith("io.github.workerthreads.worker.DataCloneException: Cannot clone 'progress.stream'");
		assertThat(pool.run(Emitting.class, "null").get())
			.isEqualTo("java.lang.IllegalArgumentException: 'progress' must not be null");
	}

	@Test
	void consumerThatThrowsGetsTheNextItemAndTheTaskItsResult() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		WorkerPool pool = build(SMALL);
		pool.pause();
		WorkerFuture<Integer> future = pool.run(Count.class, 5).onProgress((item) -> {
			calls.incrementAndGet();
			throw new IllegalStateException("expected by the test");
		});
		pool.resume();
		assertThat(future.get()).isEqualTo(5);
		assertThat(calls).hasValue(5);
	}

	@Test
	void consumerThatBlocksHoldsUpItsOwnFutureOnly() throws Exception {
		WorkerPool pool = build(SMALL);
		List<Object> items = Collections.synchronizedList(new ArrayList<>());
		pool.pause();
		WorkerFuture<Integer> blocked = pool.run(Count.class, 500).onProgress((item) -> {
			awaitUninterruptibly(this.release);
			items.add(item);
		});
		pool.resume();
		assertThat(pool.run(Count.class, 3).get()).isEqualTo(3);
		assertThat(blocked.isDone()).isFalse();
		assertThat(items).isEmpty();
		this.release.countDown();
		assertThat(blocked.get()).isEqualTo(500);
		assertThat(items).isEqualTo(numbers(0, 500));
	}

	@Test
	void taskThatWaitsForItsConsumerCanBeStopped() throws Exception {
		WorkerPool pool = build(SMALL);
		List<Object> items = Collections.synchronizedList(new ArrayList<>());
		pool.pause();
		WorkerFuture<Integer> future = pool
			.run(Count.class, 1_000_000, TaskOptions.defaults().withTimeout(Duration.ofMillis(300)))
			.onProgress((item) -> {
				awaitUninterruptibly(this.release);
				items.add(item);
			});
		pool.resume();
		Awaitility.await().until(() -> pool.snapshot().counts().timedOut() == 1);
		assertThat(pool.run(WhoAmI.class, "").get().workerName()).isEqualTo("worker-test-1");
		this.release.countDown();
		assertThat(failureOf(future, TaskTimeoutException.class).getOutcome()).isEqualTo(StopOutcome.INTERRUPTED);
		assertThat(items).isEqualTo(numbers(0, 1025));
		assertThat(future.missedProgress()).isZero();
		assertWorkerStayed(pool);
	}

	@Test
	void closeWaitsForAConsumerDuringTheGraceOnly() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(Duration.ofMillis(100)));
		pool.pause();
		WorkerFuture<Integer> future = pool.run(Count.class, 5)
			.onProgress((item) -> awaitUninterruptibly(this.release));
		pool.resume();
		Awaitility.await().until(() -> pool.snapshot().counts().succeeded() == 1);
		assertThat(future.isDone()).isFalse();
		pool.close();
		assertThat(future.get()).isEqualTo(5);
	}

	@Test
	void secondConsumerIsRefused() throws Exception {
		WorkerFuture<Integer> future = build(SMALL).run(Count.class, 5).onProgress((item) -> {
		});
		assertThatIllegalStateException().isThrownBy(() -> future.onProgress((item) -> {
		})).withMessageContaining("goes to a consumer already");
		assertThatNullPointerException().isThrownBy(() -> future.onProgress(null))
			.withMessage("'consumer' must not be null");
		future.get();
	}

	@Test
	void consumerOfTheOptionsGetsAllBeforeTheResult() throws Throwable {
		WorkerPool pool = build(SMALL);
		List<Object> items = Collections.synchronizedList(new ArrayList<>());
		TaskOptions options = TaskOptions.defaults().withProgress(items::add);
		assertThat(pool.call(new FunctionCall(Count.class, 5000, TransferList.nothing()), options)).isEqualTo(5000);
		assertThat(items).isEqualTo(numbers(0, 5000));
		assertThatIllegalStateException().isThrownBy(() -> pool.run(Count.class, 1, options).onProgress(items::add));
	}

	final WorkerPool build(WorkerPoolBuilder builder) {
		WorkerRuntime runtime = runtime();
		WorkerPool pool = adapt(builder).isolation(runtime.isolation()).build("test", runtime);
		this.pools.add(pool);
		return pool;
	}

	private static void assertWorkerStayed(WorkerPool pool) throws Exception {
		assertThat(pool.run(WhoAmI.class, "").get().workerName()).isEqualTo("worker-test-1");
		assertThat(pool.snapshot().counts().restarts()).isZero();
	}

	private static List<Integer> numbers(int from, int to) {
		return IntStream.range(from, to).boxed().collect(Collectors.toList());
	}

	static <T extends Throwable> T failureOf(WorkerFuture<?> future, Class<T> type) {
		Throwable thrown = catchThrowable(() -> future.get());
		assertThat(thrown).isInstanceOfAny(CancellationException.class, ExecutionException.class);
		Throwable failure = (thrown instanceof CancellationException) ? thrown : thrown.getCause();
		assertThat(failure).isInstanceOf(type);
		return type.cast(failure);
	}

	static void awaitUninterruptibly(CountDownLatch latch) {
		boolean interrupted = false;
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A task that has begun, with what it emitted so far.
	 */
	private static final class Running {

		private final List<Object> items = Collections.synchronizedList(new ArrayList<>());

		private final WorkerFuture<Object> future;

		Running(WorkerPool pool, String kind, TaskOptions options) throws InterruptedException {
			this(pool.run(Stoppable.class, kind, options));
		}

		Running(WorkerPool pool, Class<Callbacks> function, String kind) throws InterruptedException {
			this(pool.run(function, kind));
		}

		private Running(WorkerFuture<Object> future) throws InterruptedException {
			CountDownLatch started = new CountDownLatch(1);
			this.future = future.onProgress((item) -> {
				this.items.add(item);
				started.countDown();
			});
			assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
		}

	}

}

package io.github.workerthreads.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.message.StructuredClone;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.MessageChannel;
import io.github.workerthreads.worker.MessagePort;
import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.SentMessage;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.TransferableBuffer;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerState;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link WorkerPool} on the thread rung.
 */
@Timeout(60)
class WorkerPoolTests {

	// For work that heeds an interrupt, whatever else the machine does
	private static final Duration LONG = Duration.ofSeconds(30);

	private static final WorkerPoolBuilder SMALL = new WorkerPoolBuilder().size(1)
		.queueCapacity(2)
		.timeout(Duration.ZERO)
		.queueTimeout(Duration.ZERO)
		.terminateGrace(Duration.ofMillis(200))
		.drainPeriod(Duration.ofMillis(200));

	private final List<WorkerPool> pools = new ArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private volatile boolean stopLoop;

	@AfterEach
	void closePools() {
		this.release.countDown();
		this.stopLoop = true;
		this.pools.forEach(WorkerPool::close);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.pools)
				.allSatisfy((pool) -> assertThat(pool.snapshot().abandoned()).isEmpty()));
	}

	@Test
	void runReturnsWhatTheFunctionReturns() throws Exception {
		WorkerPool pool = build(SMALL);
		assertThat(pool.run(Twice.class, 21).get()).isEqualTo(42);
	}

	@Test
	void listedInputMovesToTheWorker() throws Exception {
		WorkerPool pool = build(SMALL);
		TransferableBuffer buffer = TransferableBuffer.wrap(new byte[] { 1, 2, 3 });
		WorkerFuture<Integer> length = pool.run(Length.class, buffer, TransferList.of(buffer), TaskOptions.defaults());
		assertThat(buffer.isDetached()).isTrue();
		assertThat(length.get()).isEqualTo(3);
	}

	@Test
	void inputOfACallThatIsNotAcceptedStaysWhereItIs() throws Exception {
		WorkerPool pool = build(SMALL.queueCapacity(0));
		blockOneWorker(pool);
		TransferableBuffer buffer = TransferableBuffer.allocate(3);
		WorkerFuture<Integer> rejected = pool.run(Length.class, buffer, TransferList.of(buffer),
				TaskOptions.defaults());
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(rejected::get)
			.withCauseInstanceOf(PoolSaturatedException.class);
		assertThat(buffer.isDetached()).isFalse();
		SentMessage sent = TransferList.of(buffer).send(new StructuredClone(), "input", buffer);
		assertThat(buffer.isDetached()).isTrue();
		sent.takeBack();
		assertThat(buffer.byteLength()).isEqualTo(3);
		assertThat(((TransferableBuffer) sent.message()).isDetached()).isTrue();
	}

	@Test
	void portThatMovedWithACallThatLeavesTheQueueIsClosed() throws Exception {
		WorkerPool pool = build(SMALL);
		blockOneWorker(pool);
		MessageChannel channel = MessageChannel.create();
		WorkerFuture<Boolean> waits = pool.run(Closed.class, channel.port2(), TransferList.of(channel.port2()),
				TaskOptions.defaults());
		assertThat(channel.port1().isClosed()).isFalse();
		waits.cancel(true);
		assertThat(channel.port1().isClosed()).isTrue();
	}

	@Test
	void functionKeepsOneInstancePerWorker() throws Exception {
		WorkerPool pool = build(SMALL);
		assertThat(pool.run(Counting.class, null).get()).isEqualTo(1);
		assertThat(pool.run(Counting.class, null).get()).isEqualTo(2);
	}

	@Test
	void bodyRunsOnNamedWorkerThreadWithTheApplicationsClassLoader() throws Exception {
		WorkerPool pool = build(SMALL);
		ClassLoader classLoader = getClass().getClassLoader();
		assertThat(pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-test-1");
		assertThat(pool.submit(() -> WorkerContext.current().workerName()).get()).isEqualTo("worker-test-1");
		assertThat(pool.submit(() -> Thread.currentThread().getContextClassLoader() == classLoader).get()).isTrue();
		assertThat(pool.submit(() -> Thread.currentThread().isDaemon()).get()).isTrue();
		assertThat(WorkerContext.current()).isNull();
	}

	@Test
	void contextClassLoaderAndInterruptOfOneTaskDoNotReachTheNext() throws Exception {
		WorkerPool pool = build(SMALL);
		pool.submit(() -> {
			Thread.currentThread().setContextClassLoader(null);
			Thread.currentThread().interrupt();
			return null;
		}).get();
		assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
		assertThat(pool.submit(() -> Thread.currentThread().getContextClassLoader() != null).get()).isTrue();
	}

	@Test
	void failureOfTheBodyKeepsItsType() {
		WorkerPool pool = build(SMALL);
		WorkerFuture<Object> future = pool.submit(() -> {
			throw new IOException("disk full");
		});
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get)
			.withCauseExactlyInstanceOf(IOException.class)
			.withMessageContaining("disk full");
		assertThat(pool.snapshot().failures()).singleElement()
			.satisfies((failure) -> assertThat(failure.reason()).contains("disk full"));
	}

	@Test
	void callThrowsWhatTheBodyThrewWithBothStacks() {
		WorkerPool pool = build(SMALL);
		Throwable thrown = catchThrowable(
				() -> pool.call(new LambdaCall(WorkerPoolTests::failDeepInside), TaskOptions.defaults()));
		assertThat(thrown).isExactlyInstanceOf(IOException.class);
		List<String> methods = List.of(thrown.getStackTrace()).stream().map(StackTraceElement::getMethodName).toList();
		assertThat(methods).contains("failDeepInside", "callThrowsWhatTheBodyThrewWithBothStacks");
		assertThat(methods.indexOf("failDeepInside"))
			.isLessThan(methods.indexOf("callThrowsWhatTheBodyThrewWithBothStacks"));
	}

	@Test
	void errorsOfTheBodyReachTheCallerAndTheWorkerGoesOn() throws Exception {
		WorkerPool pool = build(SMALL);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> pool.submit(() -> recurse(0)).get())
			.withCauseExactlyInstanceOf(StackOverflowError.class);
		assertThat(pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-test-1");
	}

	@Test
	void fullQueueRejectsThroughTheFuture() throws Exception {
		WorkerPool pool = build(SMALL);
		WorkerFuture<Object> running = blockOneWorker(pool);
		WorkerFuture<Integer> first = pool.submit(() -> 1);
		WorkerFuture<Integer> second = pool.submit(() -> 2);
		WorkerFuture<Integer> third = pool.submit(() -> 3);
		assertThat(third.toCompletableFuture()).isCompletedExceptionally();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(third::get)
			.havingCause()
			.isInstanceOf(PoolSaturatedException.class)
			.withMessage("Pool 'test' is saturated: 2 tasks queued (limit 2). Raise "
					+ "worker-threads.pools.test.queue-capacity or slow the caller");
		assertThat(pool.snapshot().queued()).isEqualTo(2);
		assertThat(pool.snapshot().queueRemaining()).isZero();
		this.release.countDown();
		running.get();
		assertThat(first.get()).isEqualTo(1);
		assertThat(second.get()).isEqualTo(2);
		assertThat(pool.snapshot().counts().rejected()).isEqualTo(1);
		assertThat(pool.snapshot().counts().accepted()).isEqualTo(3);
	}

	@Test
	void queueCapacityOfZeroAcceptsWhatAnIdleWorkerCanTake() throws Exception {
		WorkerPool pool = build(SMALL.queueCapacity(0));
		assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
		Awaitility.await().until(() -> stateOf(pool, 1) == WorkerState.IDLE);
		blockOneWorker(pool);
		assertThat(pool.submit(() -> 1).toCompletableFuture()).isCompletedExceptionally();
	}

	@Test
	void oneCallersTasksRunInOrder() throws Exception {
		WorkerPool pool = build(SMALL.queueCapacity(10_000));
		List<Integer> order = new ArrayList<>();
		List<WorkerFuture<Boolean>> futures = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			int number = i;
			futures.add(pool.submit(() -> order.add(number)));
		}
		for (WorkerFuture<Boolean> future : futures) {
			future.get();
		}
		assertThat(order).hasSize(10_000).isSorted();
	}

	@Test
	void timeoutInterruptsTheBodyAndSaysSo() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(LONG));
		TaskOptions options = TaskOptions.defaults().withName("nap").withTimeout(Duration.ofMillis(500));
		WorkerFuture<Object> future = pool.submit(this::awaitRelease, options);
		TaskTimeoutException failure = failureOf(future, TaskTimeoutException.class);
		assertThat(failure.getOutcome()).isEqualTo(StopOutcome.INTERRUPTED);
		assertThat(failure.getElapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
		assertThat(failure)
			.hasMessageStartingWith("Task 'nap' of pool 'test' ran longer than its timeout of 500 ms and ended ");
		assertThat(failure.getStackTrace()).extracting(StackTraceElement::getMethodName).contains("awaitRelease");
		assertThat(pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-test-1");
		assertThat(pool.snapshot().counts().timedOut()).isEqualTo(1);
		assertThat(pool.snapshot().counts().restarts()).isZero();
	}

	@Test
	void workerThatIgnoresTheInterruptIsAbandonedReplacedAndCountedUntilItEnds() throws Exception {
		WorkerPool pool = build(SMALL);
		WorkerFuture<Object> future = pool.submit(this::loop,
				TaskOptions.defaults().withTimeout(Duration.ofMillis(500)));
		WorkerFuture<String> next = pool.submit(() -> Thread.currentThread().getName());
		TaskTimeoutException failure = failureOf(future, TaskTimeoutException.class);
		assertThat(failure.getOutcome()).isEqualTo(StopOutcome.ABANDONED);
		assertThat(failure).hasMessageContaining("may still run")
			.hasMessageContaining("worker 'worker-test-1' was abandoned")
			.hasMessageContaining("worker-threads.pools.test.terminate-grace is 200 ms");
		assertThat(failure.getStackTrace()).extracting(StackTraceElement::getMethodName).contains("loop");
		assertThat(next.get()).isEqualTo("worker-test-2");
		PoolSnapshot snapshot = pool.snapshot();
		assertThat(snapshot.abandoned()).singleElement().satisfies((worker) -> {
			assertThat(worker.state()).isEqualTo(WorkerState.ABANDONED);
			assertThat(worker.task()).isNotNull();
		});
		assertThat(snapshot.workers()).singleElement().satisfies((worker) -> assertThat(worker.id()).isEqualTo(2));
		assertThat(snapshot.counts().abandoned()).isEqualTo(1);
		assertThat(snapshot.endings()).first()
			.satisfies((ending) -> assertThat(ending.state()).isEqualTo(WorkerState.ABANDONED));
		assertThat(pool.inspect(1).inspection().stackTrace()).extracting(StackTraceElement::getMethodName)
			.contains("loop");
		this.stopLoop = true;
		Awaitility.await().until(() -> pool.snapshot().abandoned().isEmpty());
		Awaitility.await()
			.untilAsserted(() -> assertThat(pool.snapshot().endings()).first()
				.satisfies((ending) -> assertThat(ending.reason()).contains("after it was abandoned")));
		assertThat(pool.snapshot().counts().completed()).isEqualTo(2);
	}

	@Test
	void queueTimeoutTakesTheTaskFromTheQueue() throws Exception {
		TaskOptions patient = TaskOptions.defaults().withQueueTimeout(Duration.ZERO);
		WorkerPool pool = build(SMALL.queueTimeout(Duration.ofMillis(50)));
		blockOneWorker(pool, patient);
		AtomicInteger runs = new AtomicInteger();
		WorkerFuture<Integer> future = pool.submit(runs::incrementAndGet);
		TaskTimeoutException failure = failureOf(future, TaskTimeoutException.class);
		assertThat(failure.getOutcome()).isEqualTo(StopOutcome.DEQUEUED);
		assertThat(failure).hasMessageContaining("queue-timeout of 50 ms and never started");
		assertThat(pool.snapshot().queued()).isZero();
		this.release.countDown();
		pool.submit(() -> 1, patient).get();
		assertThat(runs).hasValue(0);
	}

	@Test
	void cancelOfQueuedTaskIsImmediate() throws Exception {
		WorkerPool pool = build(SMALL);
		blockOneWorker(pool);
		WorkerFuture<Integer> future = pool.submit(() -> 1);
		assertThat(future.cancel(false)).isTrue();
		assertThat(future.isDone()).isTrue();
		assertThat(future.isCancelled()).isTrue();
		assertThat(pool.snapshot().queued()).isZero();
		assertThat(failureOf(future, TaskCancelledException.class).getOutcome()).isEqualTo(StopOutcome.DEQUEUED);
		assertThat(future.cancel(true)).isTrue();
	}

	@Test
	void cancelOfRunningTaskCompletesWhenItStopped() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(LONG));
		WorkerFuture<Object> future = blockOneWorker(pool);
		assertThat(future.cancel(false)).isFalse();
		assertThat(future.cancel(true)).isTrue();
		assertThat(failureOf(future, TaskCancelledException.class).getOutcome()).isEqualTo(StopOutcome.INTERRUPTED);
		assertThat(future.isCancelled()).isTrue();
		assertThat(pool.snapshot().counts().cancelled()).isEqualTo(1);
	}

	@Test
	void cancelOfRunawayTaskSaysThatItMayStillRun() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(Duration.ofSeconds(2)));
		WorkerFuture<Object> future = startLoop(pool);
		assertThat(future.cancel(true)).isTrue();
		assertThat(future.isDone()).isFalse();
		TaskCancelledException failure = failureOf(future, TaskCancelledException.class);
		assertThat(failure.getOutcome()).isEqualTo(StopOutcome.ABANDONED);
		assertThat(failure.getOutcome().mayStillRun()).isTrue();
	}

	@Test
	void cancelOfCompletedTaskIsRefused() throws Exception {
		WorkerPool pool = build(SMALL);
		WorkerFuture<Integer> future = pool.submit(() -> 1);
		future.get();
		assertThat(future.cancel(true)).isFalse();
		assertThat(future.isCancelled()).isFalse();
	}

	@Test
	void orTimeoutOfTheFutureStopsTheWorkToo() throws Exception {
		WorkerPool pool = build(SMALL);
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch stopped = new CountDownLatch(1);
		CompletableFuture<Object> future = pool.submit(() -> {
			started.countDown();
			try {
				return awaitRelease();
			}
			finally {
				stopped.countDown();
			}
		}).toCompletableFuture();
		started.await();
		future.orTimeout(20, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get)
			.withCauseInstanceOf(TimeoutException.class);
		assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void interruptOfTheWaitingCallerCancelsTheCallAndIsKept() throws Exception {
		WorkerPool pool = build(SMALL);
		CountDownLatch started = new CountDownLatch(1);
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			thrown.set(catchThrowable(() -> pool.call(new LambdaCall(() -> {
				started.countDown();
				return awaitRelease();
			}), TaskOptions.defaults())));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		caller.start();
		started.await();
		caller.interrupt();
		caller.join();
		assertThat(thrown.get()).isInstanceOf(TaskCancelledException.class);
		assertThat(interrupted.get()).isTrue();
	}

	@Test
	void terminateOfIdleWorkerReplacesIt() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(LONG));
		Awaitility.await().until(() -> stateOf(pool, 1) == WorkerState.IDLE);
		WorkerTermination termination = pool.terminate(1).get();
		assertThat(termination.outcome()).isEqualTo(WorkerState.TERMINATED);
		assertThat(termination.lostTask()).isNull();
		assertThat(pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-test-2");
		assertThat(pool.snapshot().counts().restarts()).isEqualTo(1);
		assertThat(pool.snapshot().endings()).singleElement()
			.satisfies((ending) -> assertThat(ending.reason()).isEqualTo("terminated on request"));
	}

	@Test
	void terminateOfBusyWorkerFailsOnlyItsTask() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(LONG));
		WorkerFuture<Object> running = blockOneWorker(pool);
		WorkerFuture<String> queued = pool.submit(() -> Thread.currentThread().getName());
		WorkerTermination termination = pool.terminate(1).get();
		assertThat(termination.outcome()).isEqualTo(WorkerState.TERMINATED);
		assertThat(termination.lostTask()).isEqualTo("lambda");
		assertThat(failureOf(running, WorkerTerminatedException.class).getOutcome()).isEqualTo(StopOutcome.TERMINATED);
		assertThat(queued.get()).isEqualTo("worker-test-2");
		assertThat(pool.snapshot().counts().terminated()).isEqualTo(1);
	}

	@Test
	void terminateOfRunawayWorkerAnswersAbandoned() throws Exception {
		WorkerPool pool = build(SMALL);
		WorkerFuture<Object> running = startLoop(pool);
		WorkerTermination termination = pool.terminate(1).get();
		assertThat(termination.outcome()).isEqualTo(WorkerState.ABANDONED);
		assertThat(termination.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		assertThat(failureOf(running, WorkerTerminatedException.class).getOutcome()).isEqualTo(StopOutcome.ABANDONED);
		assertThat(pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-test-2");
		assertThat(pool.terminate(1).get().outcome()).isEqualTo(WorkerState.ABANDONED);
	}

	@Test
	void unknownWorkerIsNamedWithThoseThatThereAre() {
		WorkerPool pool = build(SMALL);
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> pool.terminate(7))
			.withMessage("Pool 'test' has no worker 7, only [1]");
	}

	@Test
	void pausedPoolAcceptsButStartsNothing() throws Exception {
		WorkerPool pool = build(SMALL);
		pool.pause();
		WorkerFuture<Integer> future = pool.submit(() -> 1);
		assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.PAUSED);
		assertThat(pool.snapshot().queued()).isEqualTo(1);
		pool.resume();
		assertThat(future.get()).isEqualTo(1);
	}

	@Test
	void closeFinishesWhatRunsWithinTheDrainPeriod() throws Exception {
		WorkerPool pool = build(SMALL.drainPeriod(Duration.ofSeconds(30)));
		WorkerFuture<Object> running = blockOneWorker(pool);
		WorkerFuture<Integer> queued = pool.submit(() -> 2);
		Thread closer = new Thread(pool::close);
		closer.start();
		Awaitility.await().until(() -> pool.snapshot().status() == PoolStatus.CLOSING);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> pool.submit(() -> 3).get())
			.withCauseExactlyInstanceOf(PoolClosedException.class);
		this.release.countDown();
		closer.join();
		assertThat(running.get()).isEqualTo("released");
		assertThat(queued.get()).isEqualTo(2);
		assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.CLOSED);
	}

	@Test
	void closeStopsWhatIsLeftAfterTheDrainPeriod() {
		WorkerPool pool = build(SMALL);
		WorkerFuture<Object> running = startLoop(pool);
		WorkerFuture<Integer> queued = pool.submit(() -> 2);
		pool.close();
		assertThat(running.isDone()).isTrue();
		assertThat(queued.isDone()).isTrue();
		assertThat(failureOf(queued, TaskCancelledException.class).getOutcome()).isEqualTo(StopOutcome.DEQUEUED);
		assertThat(failureOf(running, TaskCancelledException.class).getOutcome()).isEqualTo(StopOutcome.ABANDONED);
		assertThat(pool.snapshot().counts().inFlight()).isZero();
	}

	@Test
	void callOnOwnPoolThatWouldWaitForEverIsRefused() {
		WorkerPool pool = build(SMALL);
		Throwable thrown = catchThrowable(() -> pool.call(new LambdaCall(() -> inner(pool)), TaskOptions.defaults()));
		assertThat(thrown).isInstanceOf(PoolSaturatedException.class).hasMessageContaining("would wait for ever");
	}

	@Test
	void callOnOwnPoolRunsWhereAWorkerIsFree() throws Throwable {
		WorkerPool pool = build(SMALL.size(2));
		assertThat(pool.call(new LambdaCall(() -> inner(pool)), TaskOptions.defaults())).isEqualTo("inner");
	}

	@Test
	void dependentsOfAnAbandonedTaskMayBlockWithoutStoppingSupervision() {
		WorkerPool pool = build(SMALL.timeout(Duration.ofMillis(20)).terminateGrace(Duration.ZERO));
		CountDownLatch blocked = new CountDownLatch(1);
		pool.submit(this::loop).whenComplete((result, failure) -> {
			blocked.countDown();
			Awaitility.await().until(() -> this.stopLoop);
		});
		Awaitility.await().until(() -> blocked.getCount() == 0);
		assertThat(failureOf(pool.submit(this::loop), TaskTimeoutException.class).getOutcome())
			.isEqualTo(StopOutcome.ABANDONED);
	}

	@Test
	void functionWithoutConstructorIsRefusedWithTheReason() {
		WorkerPool pool = build(SMALL);
		WorkerFuture<String> future = pool.run(NoConstructor.class, "x");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get)
			.withMessageContaining("has no constructor without arguments");
	}

	@Test
	void workerThatCannotBeStartedIsTriedAgainAndCallsWait() throws Exception {
		ThreadWorkerRuntime real = new ThreadWorkerRuntime(getClass().getClassLoader());
		AtomicInteger attempts = new AtomicInteger();
		WorkerRuntime failing = new ForwardingRuntime(real) {

			@Override
			public WorkerLink create(WorkerSettings settings, WorkerListener listener) {
				if (attempts.incrementAndGet() == 1) {
					throw new OutOfMemoryError("unable to create native thread");
				}
				return super.create(settings, listener);
			}

		};
		WorkerPool pool = SMALL.restart(RestartPolicy.defaults().withBackoff(Duration.ofSeconds(2)))
			.build("test", failing);
		this.pools.add(pool);
		assertThat(pool.snapshot().workers()).isEmpty();
		assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
		assertThat(attempts).hasValue(2);
	}

	@Test
	void limitOfTheQueueHoldsWhileAWorkerHasNotBegunWhatItWasHanded() {
		WorkerPool pool = SMALL.queueCapacity(1)
			.terminateGrace(Duration.ZERO)
			.drainPeriod(Duration.ZERO)
			.build("test", new NeverBeginningRuntime(new ThreadWorkerRuntime(getClass().getClassLoader())));
		WorkerFuture<Integer> handed = pool.submit(() -> 1);
		WorkerFuture<Integer> queued = pool.submit(() -> 2);
		assertThat(pool.submit(() -> 3).toCompletableFuture()).isCompletedExceptionally();
		assertThat(pool.snapshot().queued()).isEqualTo(1);
		pool.close();
		assertThat(failureOf(handed, TaskCancelledException.class).getOutcome()).isEqualTo(StopOutcome.DEQUEUED);
		assertThat(failureOf(queued, TaskCancelledException.class).getOutcome()).isEqualTo(StopOutcome.DEQUEUED);
	}

	@Test
	void builderRefusesBadValuesByName() {
		WorkerPoolBuilder builder = new WorkerPoolBuilder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.size(0))
			.withMessage("'size' must be from 1 to 1024 but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.queueCapacity(-1))
			.withMessage("'queueCapacity' must be at least 0 but was -1");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ofMillis(-1)))
			.withMessage("'timeout' must not be negative but was PT-0.001S");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.threadPriority(11))
			.withMessage("'threadPriority' must be from 1 to 10 but was 11");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.build("a/b", new ThreadWorkerRuntime(getClass().getClassLoader())))
			.withMessageContaining("'a/b'");
	}

	private WorkerPool build(WorkerPoolBuilder builder) {
		WorkerPool pool = builder.build("test", new ThreadWorkerRuntime(getClass().getClassLoader()));
		this.pools.add(pool);
		return pool;
	}

	private WorkerFuture<Object> blockOneWorker(WorkerPool pool) throws InterruptedException {
		return blockOneWorker(pool, TaskOptions.defaults());
	}

	private WorkerFuture<Object> blockOneWorker(WorkerPool pool, TaskOptions options) throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		WorkerFuture<Object> future = pool.submit(() -> {
			started.countDown();
			return awaitRelease();
		}, options);
		assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
		return future;
	}

	private WorkerFuture<Object> startLoop(WorkerPool pool) {
		WorkerFuture<Object> future = pool.submit(this::loop);
		Awaitility.await().until(() -> pool.snapshot().workers().get(0).task() != null);
		return future;
	}

	private Object awaitRelease() throws InterruptedException {
		this.release.await();
		return "released";
	}

	private Object loop() {
		while (!this.stopLoop) {
			Thread.onSpinWait();
		}
		return "looped";
	}

	private static Object inner(WorkerPool pool) throws Exception {
		try {
			return pool.call(new LambdaCall(() -> "inner"), TaskOptions.defaults());
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object failDeepInside() throws IOException {
		throw new IOException("deep");
	}

	private static int recurse(int depth) {
		return recurse(depth + 1) + 1;
	}

	private static WorkerState stateOf(WorkerPool pool, long workerId) {
		return pool.inspect(workerId).worker().state();
	}

	private static <T extends Throwable> T failureOf(WorkerFuture<?> future, Class<T> type) {
		Throwable thrown = catchThrowable(() -> future.get());
		Throwable failure = (thrown instanceof CancellationException) ? thrown : thrown.getCause();
		assertThat(failure).isInstanceOf(type);
		return type.cast(failure);
	}

	static class Closed implements WorkerFunction<MessagePort, Boolean> {

		@Override
		public Boolean apply(MessagePort port) {
			return port.isClosed();
		}

	}

	private static class ForwardingRuntime implements WorkerRuntime {

		private final WorkerRuntime delegate;

		ForwardingRuntime(WorkerRuntime delegate) {
			this.delegate = delegate;
		}

		@Override
		public Isolation isolation() {
			return this.delegate.isolation();
		}

		@Override
		public RuntimeCapabilities capabilities() {
			return this.delegate.capabilities();
		}

		@Override
		public Call prepare(Call call) {
			return this.delegate.prepare(call);
		}

		@Override
		public void discard(Call prepared) {
			this.delegate.discard(prepared);
		}

		@Override
		public WorkerLink create(WorkerSettings settings, WorkerListener listener) {
			return this.delegate.create(settings, listener);
		}

	}

	/**
	 * Workers that become idle and never begin what they are handed.
	 */
	private static class NeverBeginningRuntime extends ForwardingRuntime {

		NeverBeginningRuntime(WorkerRuntime delegate) {
			super(delegate);
		}

		@Override
		public WorkerLink create(WorkerSettings settings, WorkerListener listener) {
			return new WorkerLink() {

				@Override
				public void start() {
					listener.online();
					assertThat(listener.next(false)).isNull();
				}

				@Override
				public void execute(Assignment assignment) {
				}

				@Override
				public void interrupt() {
				}

				@Override
				public void terminate() {
				}

				@Override
				public WorkerInspection inspect() {
					return new WorkerInspection(Thread.State.WAITING, List.of(), null, null, null, 0);
				}

			};
		}

	}

	static class Twice implements WorkerFunction<Integer, Integer> {

		@Override
		public Integer apply(Integer input) {
			return input * 2;
		}

	}

	static class Length implements WorkerFunction<TransferableBuffer, Integer> {

		@Override
		public Integer apply(TransferableBuffer input) {
			return input.byteLength();
		}

	}

	static class Counting implements WorkerFunction<Object, Integer> {

		private int calls;

		@Override
		public Integer apply(Object input) {
			this.calls++;
			return this.calls;
		}

	}

	static class NoConstructor implements WorkerFunction<String, String> {

		NoConstructor(String argument) {
		}

		@Override
		public String apply(String input) {
			return input;
		}

	}

}

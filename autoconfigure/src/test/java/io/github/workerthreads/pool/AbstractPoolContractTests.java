package io.github.workerthreads.pool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.PoolFunctions.Failing;
import io.github.workerthreads.pool.PoolFunctions.Gate;
import io.github.workerthreads.pool.PoolFunctions.Held;
import io.github.workerthreads.pool.PoolFunctions.Loop;
import io.github.workerthreads.pool.PoolFunctions.MakeReady;
import io.github.workerthreads.pool.PoolFunctions.Name;
import io.github.workerthreads.pool.PoolFunctions.NeverReady;
import io.github.workerthreads.pool.PoolFunctions.Ready;
import io.github.workerthreads.pool.PoolFunctions.Same;
import io.github.workerthreads.pool.PoolFunctions.Waiting;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.PoolFailedException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerState;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What pools do on any isolation: calls, limits in time, and the life of workers.
 */
@Timeout(120)
abstract class AbstractPoolContractTests {

	private static final WorkerPoolBuilder SMALL = new WorkerPoolBuilder().size(1)
		.queueCapacity(64)
		.timeout(Duration.ZERO)
		.queueTimeout(Duration.ZERO)
		.terminateGrace(Duration.ofSeconds(30))
		.drainPeriod(Duration.ofSeconds(20));

	private static final TaskOptions PLAIN = TaskOptions.defaults();

	private final List<WorkerPool> pools = new ArrayList<>();

	private final SharedMemory gate = SharedMemory.allocate(Integer.BYTES);

	/**
	 * Return the rung to test.
	 * @return the runtime
	 */
	abstract WorkerRuntime runtime();

	/**
	 * Return what becomes of a loop that does not heed its interrupt.
	 * @return the outcome
	 */
	abstract StopOutcome outcomeOfLoop();

	/**
	 * Return how long a loop may take to end that does not heed its interrupt.
	 * @return the time, a short one where all of it passes
	 */
	abstract Duration graceOfLoop();

	/**
	 * Return a builder with what the rung needs.
	 * @param builder the builder
	 * @return the builder to use
	 */
	WorkerPoolBuilder adapt(WorkerPoolBuilder builder) {
		return builder;
	}

	@AfterEach
	void close() {
		open();
		Loop.endAll();
		this.pools.forEach(WorkerPool::close);
		this.gate.close();
	}

	@Test
	void callsHaveResultsFailuresAndTheirWorker() throws Exception {
		WorkerPool pool = build(SMALL);
		assertThat(pool.run(Same.class, 7).get()).isEqualTo(7);
		assertThat(failureOf(pool.run(Failing.class, 8))).isInstanceOf(IllegalStateException.class)
			.hasMessage("failed for 8")
			.hasCauseInstanceOf(ArithmeticException.class)
			.satisfies((failure) -> assertThat(failure.getStackTrace()[0].getClassName())
				.isEqualTo(Failing.class.getName()));
		assertThat(pool.run(Name.class, 9).get()).isEqualTo("worker-contract-1");
		PoolCounts counts = pool.snapshot().counts();
		assertThat(counts.succeeded()).isEqualTo(2);
		assertThat(counts.failed()).isEqualTo(1);
	}

	@Test
	void fullQueueRejectsAndGoesOn() throws Exception {
		WorkerPool pool = build(SMALL.queueCapacity(1));
		WorkerFuture<String> runs = begin(pool, Gate.class, this.gate, PLAIN);
		WorkerFuture<Integer> waits = pool.run(Same.class, 1);
		assertThat(failureOf(pool.run(Same.class, 2))).isInstanceOf(PoolSaturatedException.class)
			.hasMessageContaining("1 tasks queued (limit 1)");
		open();
		assertThat(runs.get()).isEqualTo("worker-contract-1");
		assertThat(waits.get()).isEqualTo(1);
		assertThat(pool.snapshot().counts().rejected()).isEqualTo(1);
	}

	@Test
	void timeoutInterruptsWhoHeedsItAndTheWorkerStays() throws Exception {
		WorkerPool pool = build(SMALL);
		WorkerFuture<Integer> late = begin(pool, Waiting.class, 1, PLAIN.withTimeout(Duration.ofMillis(50)));
		assertThat(failureOf(late)).isInstanceOfSatisfying(TaskTimeoutException.class,
				(failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.INTERRUPTED));
		assertThat(pool.run(Name.class, 2).get()).isEqualTo("worker-contract-1");
	}

	@Test
	void timeoutEndsALoopByTheMeansOfTheRungAndTheNextCallHasANewWorker() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(graceOfLoop()));
		WorkerFuture<Integer> loop = begin(pool, Loop.class, 1, PLAIN.withTimeout(Duration.ofMillis(50)));
		WorkerFuture<String> waits = pool.run(Name.class, 2);
		assertThat(failureOf(loop)).isInstanceOfSatisfying(TaskTimeoutException.class,
				(failure) -> assertThat(failure.getOutcome()).isEqualTo(outcomeOfLoop()));
		assertThat(waits.get()).isEqualTo("worker-contract-2");
		assertThat(pool.snapshot().counts().timedOut()).isEqualTo(1);
	}

	@Test
	void queuedCallLeavesByItsTimeoutOrWhenItIsCancelled() throws Exception {
		WorkerPool pool = build(SMALL);
		begin(pool, Gate.class, this.gate, PLAIN);
		WorkerFuture<Integer> late = pool.run(Same.class, 1, PLAIN.withQueueTimeout(Duration.ofMillis(20)));
		assertThat(failureOf(late)).isInstanceOfSatisfying(TaskTimeoutException.class,
				(failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.DEQUEUED));
		WorkerFuture<Integer> cancelled = pool.run(Same.class, 2);
		assertThat(cancelled.cancel(true)).isTrue();
		assertThat(pool.snapshot().queued()).isZero();
		open();
		assertThat(pool.run(Same.class, 3).get()).isEqualTo(3);
	}

	@Test
	void callThatLeavesTheQueueLetsGoOfItsSharedMemory() throws Exception {
		WorkerPool pool = build(SMALL.drainPeriod(Duration.ZERO));
		begin(pool, Gate.class, this.gate, PLAIN);
		for (StopCause cause : List.of(StopCause.CANCEL, StopCause.TIMEOUT, StopCause.SHUTDOWN)) {
			SharedMemory memory = SharedMemory.allocate(Integer.BYTES);
			Path file = Path.of(memory.handle().file());
			WorkerFuture<Integer> waits = pool.run(Held.class, List.of(memory),
					(cause == StopCause.TIMEOUT) ? PLAIN.withQueueTimeout(Duration.ofMillis(200)) : PLAIN);
			memory.close();
			if (cause == StopCause.CANCEL) {
				assertThat(file).exists();
				waits.cancel(true);
			}
			else if (cause == StopCause.SHUTDOWN) {
				pool.close();
			}
			assertThat(failureOf(waits)).isInstanceOfAny(TaskCancelledException.class, TaskTimeoutException.class);
			assertThat(file).doesNotExist();
		}
	}

	@Test
	void whatMovedWithACallThatLeavesTheQueueIsClosed() throws Exception {
		WorkerPool pool = build(SMALL);
		begin(pool, Gate.class, this.gate, PLAIN);
		SharedMemory memory = SharedMemory.allocate(Integer.BYTES);
		Path file = Path.of(memory.handle().file());
		WorkerFuture<Integer> waits = pool.run(Held.class, List.of(memory), TransferList.of(memory), PLAIN);
		assertThat(file).exists();
		waits.cancel(true);
		assertThat(file).doesNotExist();
		assertThat(memory.isDetached()).isTrue();
	}

	@Test
	void cancelledCallCompletesWhenItHasStopped() throws Exception {
		WorkerPool pool = build(SMALL);
		WorkerFuture<Integer> heeds = begin(pool, Waiting.class, 1, PLAIN);
		heeds.cancel(true);
		assertThat(stopped(heeds)).isEqualTo(StopOutcome.INTERRUPTED);
		assertThat(pool.run(Name.class, 2).get()).isEqualTo("worker-contract-1");
		assertThat(pool.snapshot().counts().cancelled()).isEqualTo(1);
	}

	@Test
	void cancelledLoopEndsByTheMeansOfTheRung() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(graceOfLoop()));
		WorkerFuture<Integer> loop = begin(pool, Loop.class, 1, PLAIN);
		loop.cancel(true);
		assertThat(stopped(loop)).isEqualTo(outcomeOfLoop());
		assertThat(pool.run(Name.class, 2).get()).isEqualTo("worker-contract-2");
		assertThat(pool.snapshot().counts().cancelled()).isEqualTo(1);
	}

	@Test
	void terminatedWorkerCostsOnlyItsCallAndIsReplaced() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(graceOfLoop()));
		WorkerFuture<Integer> lost = begin(pool, Loop.class, 1, PLAIN.withName("loop"));
		WorkerFuture<String> waits = pool.run(Name.class, 2);
		WorkerTermination termination = pool.terminate(1).get();
		assertThat(termination.outcome().name()).isEqualTo(outcomeOfLoop().name());
		assertThat(termination.lostTask()).isEqualTo("loop");
		assertThat(failureOf(lost)).isInstanceOf(WorkerTerminatedException.class);
		assertThat(waits.get()).isEqualTo("worker-contract-2");
	}

	@Test
	void terminatedWorkerThatIdlesIsReplaced() throws Exception {
		WorkerPool pool = build(SMALL);
		awaitIdle(pool);
		assertThat(pool.terminate(1).get().outcome()).isEqualTo(WorkerState.TERMINATED);
		assertThat(pool.run(Name.class, 1).get()).isEqualTo("worker-contract-2");
	}

	@Test
	void tooManyDeathsFailThePoolUntilItIsResumed() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(graceOfLoop()).restart(RestartPolicy.defaults().withIntensity(1)));
		for (int i = 0; i < 2; i++) {
			assertThat(failureOf(pool.run(Loop.class, i, PLAIN.withTimeout(Duration.ofMillis(20)))))
				.isInstanceOf(TaskTimeoutException.class);
		}
		assertThat(failureOf(pool.run(Same.class, 1))).isInstanceOf(PoolFailedException.class)
			.hasMessageContaining("2 workers died within 60 s (restart.intensity is 1)");
		assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.FAILED);
		pool.resume();
		assertThat(pool.run(Name.class, 2).get()).isEqualTo("worker-contract-3");
	}

	@Test
	void poolGrowsOnDemandAndShrinksWhenItIdles() throws Exception {
		WorkerPool pool = build(SMALL.size(2).minSize(0).idleTimeout(Duration.ofMillis(50)));
		assertThat(pool.snapshot().workers()).isEmpty();
		List<WorkerFuture<String>> running = List.of(begin(pool, Gate.class, this.gate, PLAIN),
				begin(pool, Gate.class, this.gate, PLAIN));
		assertThat(pool.snapshot().workers()).hasSize(2);
		open();
		Set<String> names = new HashSet<>();
		for (WorkerFuture<String> each : running) {
			names.add(each.get());
		}
		assertThat(names).containsExactlyInAnyOrder("worker-contract-1", "worker-contract-2");
		Awaitility.await().until(() -> pool.snapshot().workers().isEmpty());
		assertThat(pool.snapshot().counts().restarts()).isZero();
		pool.resize(1, 1);
		assertThat(pool.run(Name.class, 1).get()).isEqualTo("worker-contract-3");
	}

	@Test
	void workersAreReplacedAfterTheirTasksOrOnRequestAndNothingIsLost() throws Exception {
		WorkerPool pool = build(SMALL.maxTasksPerWorker(2));
		List<String> names = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			names.add(pool.run(Name.class, i).get());
		}
		assertThat(names).containsExactly("worker-contract-1", "worker-contract-1", "worker-contract-2",
				"worker-contract-2");
		Awaitility.await()
			.until(() -> pool.snapshot().workers().stream().anyMatch((worker) -> worker.name().endsWith("-3")));
		awaitIdle(pool);
		pool.recycle();
		Awaitility.await()
			.until(() -> pool.snapshot().workers().stream().allMatch((worker) -> worker.name().endsWith("-4")));
		assertThat(pool.run(Same.class, 5).get()).isEqualTo(5);
		assertThat(pool.snapshot().restart().deaths()).isZero();
	}

	@Test
	void spareTakesThePlaceOfAWorkerThatWasTerminated() throws Exception {
		WorkerPool pool = build(SMALL.terminateGrace(graceOfLoop()).warmSpares(1));
		Awaitility.await()
			.until(() -> pool.snapshot().spares().stream().anyMatch((spare) -> spare.state() == WorkerState.IDLE));
		String spare = pool.snapshot().spares().get(0).name();
		begin(pool, Loop.class, 1, PLAIN);
		pool.terminate(1).get();
		assertThat(pool.run(Name.class, 2).get()).isEqualTo(spare);
		Awaitility.await().until(() -> pool.snapshot().spares().size() == 1);
		assertThat(pool.snapshot().spares().get(0).name()).isNotEqualTo(spare);
	}

	@Test
	void initializerRunsBeforeTheFirstCall() throws Exception {
		WorkerPool pool = build(SMALL.initializer(MakeReady.class));
		assertThat(pool.run(Ready.class, 1).get()).isEqualTo("true 0");
		assertThat(pool.run(Ready.class, 2).get()).isEqualTo("true 1");
	}

	@Test
	void initializerThatFailsIsAFailedStart() {
		WorkerPool pool = build(SMALL.initializer(NeverReady.class).restart(RestartPolicy.defaults().withIntensity(0)));
		assertThat(failureOf(pool.run(Same.class, 1))).isInstanceOf(PoolFailedException.class)
			.hasMessageContaining("no model");
	}

	@Test
	void callsOfOneKeyRunInOrderOnOneWorker() throws Exception {
		WorkerPool pool = build(SMALL.size(2));
		// A worker that comes takes keys over
		awaitIdle(pool);
		List<WorkerFuture<String>> calls = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			calls.add(pool.run(Name.class, i, PLAIN.withKey("key")));
		}
		Set<String> names = new HashSet<>();
		for (WorkerFuture<String> call : calls) {
			names.add(call.get());
		}
		assertThat(names).hasSize(1);
	}

	@Test
	void functionRunsOnceOnEachWorker() throws Exception {
		WorkerPool pool = build(SMALL.size(2));
		awaitIdle(pool);
		Set<String> names = new HashSet<>();
		for (WorkerFuture<String> each : pool.runOnAll(Name.class, 1, PLAIN)) {
			names.add(each.get());
		}
		assertThat(names).containsExactlyInAnyOrder("worker-contract-1", "worker-contract-2");
	}

	@Test
	void pausedPoolRunsNothingAndDrainedPoolAcceptsNothingUntilTheyAreResumed() throws Exception {
		WorkerPool pool = build(SMALL);
		awaitIdle(pool);
		pool.pause();
		WorkerFuture<Integer> waits = pool.run(Same.class, 1);
		assertThat(pool.snapshot().queued()).isEqualTo(1);
		pool.resume();
		assertThat(waits.get()).isEqualTo(1);
		pool.drain().get(20, TimeUnit.SECONDS);
		assertThat(failureOf(pool.run(Same.class, 2))).isInstanceOf(PoolClosedException.class)
			.hasMessageContaining("drained");
		pool.resume();
		assertThat(pool.run(Same.class, 3).get()).isEqualTo(3);
	}

	@Test
	void closeFinishesWhatEndsInTimeAndStopsTheRest() throws Exception {
		WorkerPool finishing = build(SMALL);
		WorkerFuture<String> runs = begin(finishing, Gate.class, this.gate, PLAIN);
		WorkerFuture<Integer> waits = finishing.run(Same.class, 1);
		Thread closer = new Thread(finishing::close, "closer");
		closer.start();
		Awaitility.await().until(() -> finishing.snapshot().status() == PoolStatus.CLOSING);
		assertThat(failureOf(finishing.run(Same.class, 2))).isInstanceOf(PoolClosedException.class);
		open();
		assertThat(runs.get()).isEqualTo("worker-contract-1");
		assertThat(waits.get()).isEqualTo(1);
		closer.join();
		WorkerPool stopping = build(SMALL.terminateGrace(graceOfLoop()).drainPeriod(Duration.ZERO));
		WorkerFuture<Integer> loop = begin(stopping, Loop.class, 3, PLAIN);
		WorkerFuture<Integer> queued = stopping.run(Same.class, 4);
		stopping.close();
		assertThat(loop.isDone()).isTrue();
		assertThat(stopped(loop)).isEqualTo(outcomeOfLoop());
		assertThat(stopped(queued)).isEqualTo(StopOutcome.DEQUEUED);
		assertThat(stopping.snapshot().counts().inFlight()).isZero();
	}

	@Test
	void everyAcceptedCallCompletesOnceWhateverHappensToItsWorker() throws Exception {
		WorkerPool pool = build(SMALL.size(2)
			.queueCapacity(1_000)
			.terminateGrace(Duration.ofMillis(20))
			.restart(RestartPolicy.defaults().withIntensity(10_000).withBackoff(Duration.ofMillis(1))));
		Random random = new Random(4711);
		List<WorkerFuture<Integer>> calls = new ArrayList<>();
		int[] completions = new int[120];
		for (int i = 0; i < completions.length; i++) {
			int number = i;
			WorkerFuture<Integer> call = switch (random.nextInt(10)) {
				case 0 -> pool.run(Failing.class, number);
				case 1 -> pool.run(Waiting.class, number, PLAIN.withTimeout(Duration.ofMillis(5)));
				case 2 -> pool.run(Same.class, number, PLAIN.withQueueTimeout(Duration.ofMillis(1)));
				default -> pool.run(Same.class, number);
			};
			calls.add(call);
			call.whenComplete((result, failure) -> completions[number]++);
			if (random.nextInt(8) == 0) {
				call.cancel(true);
			}
			if (i % 40 == 20) {
				terminateAny(pool);
			}
		}
		for (int i = 0; i < calls.size(); i++) {
			Throwable failure = catchThrowable(calls.get(i)::get);
			if (failure == null) {
				assertThat(calls.get(i).get()).isEqualTo(i);
			}
		}
		Awaitility.await().untilAsserted(() -> assertThat(completions).containsOnly(1));
		PoolCounts counts = pool.snapshot().counts();
		assertThat(counts.accepted()).isEqualTo(counts.completed()).isEqualTo(completions.length);
		assertThat(counts.succeeded())
			.isEqualTo(calls.stream().filter((call) -> catchThrowable(call::get) == null).count());
	}

	private static void terminateAny(WorkerPool pool) {
		pool.snapshot().workers().stream().findAny().ifPresent((worker) -> {
			try {
				pool.terminate(worker.id());
			}
			catch (NoSuchElementException ex) {
				// It has ended meanwhile, for its task ran too long
			}
		});
	}

	private WorkerPool build(WorkerPoolBuilder builder) {
		WorkerRuntime runtime = runtime();
		WorkerPool pool = adapt(builder).isolation(runtime.isolation()).build("contract", runtime);
		this.pools.add(pool);
		return pool;
	}

	private void open() {
		if (!this.gate.isClosed()) {
			this.gate.atomicInts().set(0, PoolFunctions.OPEN);
			this.gate.notify(0, Integer.MAX_VALUE);
		}
	}

	private static <I, O> WorkerFuture<O> begin(WorkerPool pool, Class<? extends WorkerFunction<I, O>> function,
			I input, TaskOptions options) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		WorkerFuture<O> future = pool.run(function, input, options).onProgress((item) -> begun.countDown());
		future.whenComplete((result, failure) -> begun.countDown());
		begun.await();
		return future;
	}

	private static void awaitIdle(WorkerPool pool) {
		Awaitility.await()
			.until(() -> pool.snapshot().workers().stream().allMatch((worker) -> worker.state() == WorkerState.IDLE));
	}

	private static StopOutcome stopped(WorkerFuture<?> future) {
		Throwable failure = failureOf(future);
		assertThat(failure).isInstanceOf(TaskCancelledException.class);
		return ((TaskCancelledException) failure).getOutcome();
	}

	private static Throwable failureOf(WorkerFuture<?> future) {
		Throwable failure = catchThrowable(future::get);
		return (failure instanceof ExecutionException) ? failure.getCause() : failure;
	}

}

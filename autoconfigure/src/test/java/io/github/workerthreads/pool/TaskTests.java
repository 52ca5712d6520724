package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.MockTasks.Settled;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.worker.PoolFailedException;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerState;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link Task} and what it tells its caller, step by step.
 */
@Timeout(60)
class TaskTests {

	private static final long MILLISECOND = 1_000_000;

	private final MockTasks host = new MockTasks();

	@Test
	void resultArrivesAfterThePoolHasHeardOfIt() {
		Task task = this.host.task();
		this.host.now += 3 * MILLISECOND;
		this.host.begin(task);
		this.host.now += 5 * MILLISECOND;
		task.succeed("result");
		assertThat(task.join()).isEqualTo("result");
		assertThat(this.host.settled)
			.containsExactly(new Settled(task, TaskOutcome.SUCCESS, 3 * MILLISECOND, 5 * MILLISECOND, null, false));
		assertThat(task.runNanos()).isEqualTo(5 * MILLISECOND);
		assertThat(task.hasRun()).isTrue();
		assertThat(task.isSettled()).isTrue();
		assertThat(task.hasBegun()).isFalse();
		assertThat(task.failure()).isNull();
	}

	@Test
	void failureArrivesAfterThePoolHasHeardOfIt() {
		Task task = this.host.task();
		this.host.now += 3 * MILLISECOND;
		this.host.begin(task);
		this.host.now += 5 * MILLISECOND;
		IllegalStateException failure = new IllegalStateException("body");
		task.fail(failure);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(task::get).withCause(failure);
		assertThat(this.host.settled)
			.containsExactly(new Settled(task, TaskOutcome.ERROR, 3 * MILLISECOND, 5 * MILLISECOND, failure, false));
		assertThat(task.failure()).isSameAs(failure);
	}

	@Test
	void secondOutcomeChangesNothing() {
		Task task = this.host.task();
		this.host.begin(task);
		task.succeed("first");
		task.fail(new IllegalStateException("second"));
		task.succeed("third");
		task.workerEnded(null);
		task.abandon();
		assertThat(task.cancel(true)).isFalse();
		assertThat(task.join()).isEqualTo("first");
		assertThat(this.host.settled).hasSize(1);
	}

	@Test
	void callerThatWaitsIsWokenWhenTheWorkerDelivers() {
		Task task = this.host.awaitedTask();
		this.host.begin(task);
		task.succeed("result");
		assertThat(task.isSettled()).isTrue();
		assertThat(task.isDone()).isFalse();
		task.deliver();
		assertThat(task.getNow(null)).isEqualTo("result");
		task.deliver();
		assertThat(task.getNow(null)).isEqualTo("result");
	}

	@Test
	void waitSpinsBeforeItParks() throws Exception {
		Task task = this.host.task();
		this.host.begin(task);
		task.succeed(1);
		task.get();
		task.get(1, TimeUnit.SECONDS);
		task.join();
		assertThat(this.host.spins).isEqualTo(3);
		assertThat(task.holds()).isTrue();
		assertThat(this.host.task().holds()).isFalse();
	}

	@Test
	void resultIsReturnedByEachWait() throws Exception {
		Task task = this.host.task();
		this.host.begin(task);
		task.succeed(1);
		assertThat(task.get()).isEqualTo(1);
		assertThat(task.get(1, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(task.join()).isEqualTo(1);
		assertThat(task.toCompletableFuture()).isSameAs(task);
	}

	@Test
	void cancelledWaitSaysWhatBecameOfTheWork() {
		Task task = this.host.task();
		assertThat(task.cancel(false)).isTrue();
		Throwable own = task.failure();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(task::get).isSameAs(own);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> task.get(1, TimeUnit.SECONDS))
			.isSameAs(own);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(task::join).isSameAs(own);
	}

	@Test
	void taskInTheQueueIsCancelledAtOnce() {
		Task task = this.host.task(TaskOptions.defaults().withName("report"));
		this.host.now += 4 * MILLISECOND;
		assertThat(task.cancel(false)).isTrue();
		assertThat(this.host.dequeued).containsExactly(task);
		assertThat(task.isCancelled()).isTrue();
		assertThat(this.host.settled)
			.containsExactly(new Settled(task, TaskOutcome.CANCELLED, 4 * MILLISECOND, 0, task.failure(), false));
		assertThat(task.failure()).isInstanceOfSatisfying(TaskCancelledException.class, (failure) -> {
			assertThat(failure.getOutcome()).isEqualTo(StopOutcome.DEQUEUED);
			assertThat(failure).hasMessage("Task 'report' of pool 'test' was cancelled before it started");
			assertThat(failure.getStackTrace()).isEmpty();
		});
		assertThat(task.cancel(true)).as("cancelled already").isTrue();
		assertThat(begins(task)).isFalse();
	}

	@Test
	void taskThatWaitedTooLongFailsOnAnotherThread() {
		Task task = this.host.task(TaskOptions.defaults().withQueueTimeout(Duration.ofMillis(250)));
		assertThat(task.queueDeadline()).isEqualTo(MockTasks.START + 250 * MILLISECOND);
		this.host.now += 300 * MILLISECOND;
		assertThat(task.requestStop(StopCause.TIMEOUT, false)).isTrue();
		assertThat(task.isDone()).as("what depends on it may block").isFalse();
		this.host.runElsewhere();
		assertThat(task.isCompletedExceptionally()).isTrue();
		assertThat(task.failure()).isInstanceOfSatisfying(TaskTimeoutException.class, (failure) -> {
			assertThat(failure.getOutcome()).isEqualTo(StopOutcome.DEQUEUED);
			assertThat(failure.getElapsed()).isEqualTo(Duration.ofMillis(300));
			assertThat(failure).hasMessageContaining("waited longer than its queue-timeout of 250 ms and never started")
				.hasMessageContaining("worker-threads.pools.test.size");
			assertThat(failure.getStackTrace()).isEmpty();
		});
		assertThat(this.host.settled)
			.containsExactly(new Settled(task, TaskOutcome.TIMEOUT, 300 * MILLISECOND, 0, task.failure(), false));
	}

	@Test
	void callerThatWaitsIsToldOfItsQueueTimeoutOnTheSameThread() {
		Task task = this.host.awaitedTask();
		task.requestStop(StopCause.TIMEOUT, false);
		assertThat(task.isCompletedExceptionally()).isTrue();
		assertThat(this.host.elsewhere).isEmpty();
	}

	@Test
	void eachCauseHasItsExceptionForTasksInTheQueue() {
		assertThat(stopQueued(StopCause.TERMINATE))
			.isInstanceOfSatisfying(WorkerTerminatedException.class,
					(failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.DEQUEUED))
			.hasMessageEndingWith("was stopped before it started");
		assertThat(stopQueued(StopCause.SHUTDOWN))
			.isInstanceOfSatisfying(TaskCancelledException.class,
					(failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.DEQUEUED))
			.hasMessageEndingWith("never started: its pool shut down");
		assertThat(stopQueued(StopCause.POOL_FAILED)).isInstanceOf(PoolFailedException.class)
			.hasMessage("Pool 'test' has failed");
		assertThat(this.host.settled).extracting(Settled::outcome)
			.containsExactly(TaskOutcome.TERMINATED, TaskOutcome.CANCELLED, TaskOutcome.TERMINATED);
	}

	private @Nullable Throwable stopQueued(StopCause cause) {
		Task task = this.host.task();
		assertThat(task.requestStop(cause, true)).isTrue();
		assertThat(task.isDone()).isFalse();
		this.host.runElsewhere();
		assertThat(task.isDone()).isTrue();
		return task.failure();
	}

	@Test
	void runningTaskIsInterruptedAndCompletesWhenItEnds() {
		Task task = this.host.task(TaskOptions.defaults().withName("report"));
		PooledWorker worker = this.host.begin(task);
		this.host.now += 6 * MILLISECOND;
		this.host.watched.clear();
		assertThat(task.cancel(true)).isTrue();
		then(worker).should().interrupt();
		assertThat(this.host.watched).as("the end of its grace")
			.containsExactly(this.host.now + Duration.ofSeconds(2).toNanos());
		assertThat(task.isStopping()).isTrue();
		assertThat(task.hasBegun()).isTrue();
		assertThat(task.isDone()).as("it may still run").isFalse();
		assertThat(task.cancel(false)).as("stopping already").isTrue();
		then(worker).should(times(1)).interrupt();
		this.host.now += 2 * MILLISECOND;
		task.fail(new InterruptedException());
		assertThat(task.isCancelled()).isTrue();
		assertThat(task.failure()).isInstanceOfSatisfying(TaskCancelledException.class, (failure) -> {
			assertThat(failure.getOutcome()).isEqualTo(StopOutcome.INTERRUPTED);
			assertThat(failure).hasMessage(
					"Task 'report' of pool 'test' was cancelled while it ran and ended 2 ms after it was interrupted");
			assertThat(failure.getStackTrace()).isEqualTo(worker.stackTrace());
		});
		assertThat(this.host.settled)
			.containsExactly(new Settled(task, TaskOutcome.CANCELLED, 0, 8 * MILLISECOND, task.failure(), false));
		assertThat(task.runNanos()).isEqualTo(8 * MILLISECOND);
	}

	@Test
	void resultOfATaskThatWasCancelledIsDropped() {
		Task task = this.host.task();
		this.host.begin(task);
		task.cancel(true);
		task.succeed("late");
		assertThat(task.isCancelled()).isTrue();
		assertThat(this.host.settled).hasSize(1);
	}

	@Test
	void runningTaskIsLeftAloneIfItMayNotBeInterrupted() {
		Task task = this.host.task();
		PooledWorker worker = this.host.begin(task);
		assertThat(task.cancel(false)).isFalse();
		then(worker).should(never()).interrupt();
		assertThat(task.isStopping()).isFalse();
		task.succeed("result");
		assertThat(task.join()).isEqualTo("result");
	}

	@Test
	void graceBeginsWithTheInterruptHoweverLongTheWorkerTakesToSayWhereItIs() {
		Task task = this.host.task();
		PooledWorker worker = this.host.begin(task);
		given(worker.stackTrace()).willAnswer((invocation) -> {
			this.host.now += Duration.ofSeconds(5).toNanos();
			return new StackTraceElement[0];
		});
		task.cancel(true);
		assertThat(task.runDeadline()).isEqualTo(MockTasks.START + Duration.ofSeconds(7).toNanos());
		this.host.now += MILLISECOND;
		task.fail(new InterruptedException());
		assertThat(task.failure()).hasMessageEndingWith("and ended 1 ms after it was interrupted");
	}

	@Test
	void runningTaskIsInterruptedAgainUntilItEnds() {
		Task task = this.host.task();
		PooledWorker worker = this.host.begin(task);
		task.cancel(true);
		long graceEnds = task.runDeadline();
		this.host.now += MILLISECOND;
		this.host.watched.clear();
		task.interruptAgain();
		then(worker).should(times(2)).interrupt();
		assertThat(task.isStopping()).isTrue();
		assertThat(task.runDeadline()).as("the grace of the first request").isEqualTo(graceEnds);
		assertThat(this.host.watched).containsExactly(graceEnds);
		task.fail(new InterruptedException());
		task.interruptAgain();
		then(worker).should(times(2)).interrupt();
	}

	@Test
	void bodySeesThatItIsToStop() {
		Task task = this.host.task();
		PooledWorker worker = this.host.begin(task);
		List<String> seen = new ArrayList<>();
		willAnswer((invocation) -> seen.add(task.cancellationSignal().reason())).given(worker).interrupt();
		task.cancellationSignal().onCancel(() -> seen.add("callback"));
		assertThat(task.cancellationSignal().isCancelled()).isFalse();
		task.cancel(true);
		assertThat(seen).containsExactly("Task 'lambda' of pool 'test' was cancelled while it ran");
		this.host.runElsewhere();
		assertThat(seen).endsWith("callback").hasSize(2);
		assertThat(task.cancellationSignal().isCancelled()).isTrue();
	}

	@Test
	void deadlineOfARunningTaskIsItsTimeoutAndThenItsGrace() {
		Task task = this.host.task(TaskOptions.defaults().withTimeout(Duration.ofMillis(40)));
		assertThat(task.runDeadline()).isEqualTo(Task.NEVER);
		this.host.now += MILLISECOND;
		this.host.begin(task);
		long timeout = MockTasks.START + 41 * MILLISECOND;
		assertThat(this.host.watched).containsExactly(timeout);
		assertThat(task.runDeadline()).isEqualTo(timeout);
		this.host.now = timeout;
		assertThat(task.requestStop(StopCause.TIMEOUT, true)).isTrue();
		assertThat(task.runDeadline()).isEqualTo(timeout + Duration.ofSeconds(2).toNanos());
		this.host.now += 3 * MILLISECOND;
		task.fail(new InterruptedException());
		assertThat(task.runDeadline()).isEqualTo(Task.NEVER);
		assertThat(task.failure()).isInstanceOfSatisfying(TaskTimeoutException.class, (failure) -> {
			assertThat(failure).hasMessageContaining("ran longer than its timeout of 40 ms and ended 3 ms after");
			assertThat(failure.getElapsed()).isEqualTo(Duration.ofMillis(44));
		});
	}

	@Test
	void taskWithoutTimeoutHasNoDeadline() {
		Task task = this.host.task();
		this.host.begin(task);
		assertThat(this.host.watched).isEmpty();
		assertThat(task.runDeadline()).isEqualTo(Task.NEVER);
		assertThat(task.queueDeadline()).isEqualTo(Task.NEVER);
	}

	@Test
	void limitsOfThePoolHoldForTasksThatChooseNone() {
		MockTasks limited = new MockTasks(
				new WorkerPoolBuilder().timeout(Duration.ofMillis(20)).queueTimeout(Duration.ofMillis(30)));
		Task usual = limited.task();
		assertThat(usual.runLimit()).isEqualTo(20 * MILLISECOND);
		assertThat(usual.queueLimit()).isEqualTo(30 * MILLISECOND);
		Task unlimited = limited
			.task(TaskOptions.defaults().withTimeout(Duration.ZERO).withQueueTimeout(Duration.ZERO));
		assertThat(unlimited.runLimit()).isEqualTo(Task.NEVER);
		assertThat(unlimited.queueLimit()).isEqualTo(Task.NEVER);
		Task endless = limited.task(TaskOptions.defaults().withTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
		limited.begin(endless);
		assertThat(endless.runDeadline()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void bodyThatEndsWithItsWorkerIsSaidToHaveBeenTerminated() {
		Task task = this.host.task();
		PooledWorker worker = this.host.begin(task);
		task.requestStop(StopCause.TERMINATE, true);
		given(worker.state()).willReturn(WorkerState.TERMINATING);
		task.fail(new InterruptedException());
		assertThat(task.failure()).isInstanceOfSatisfying(WorkerTerminatedException.class, (failure) -> {
			assertThat(failure.getOutcome()).isEqualTo(StopOutcome.TERMINATED);
			assertThat(failure).hasMessageEndingWith(
					"ran when its worker was terminated and ended with its worker 0 ms after it was interrupted");
		});
	}

	@Test
	void runningTaskOfAPoolThatEndsSaysSo() {
		assertThat(stopRunning(StopCause.SHUTDOWN)).isInstanceOf(TaskCancelledException.class)
			.hasMessageContaining("still ran when its pool shut down and ended");
		assertThat(stopRunning(StopCause.POOL_FAILED)).isInstanceOf(WorkerTerminatedException.class)
			.hasMessageContaining("still ran when its pool failed and ended");
	}

	private @Nullable Throwable stopRunning(StopCause cause) {
		Task task = this.host.task();
		this.host.begin(task);
		task.requestStop(cause, true);
		task.succeed("late");
		assertThat(task.isDone()).isTrue();
		return task.failure();
	}

	@Test
	void abandonedTaskSaysThatItMayStillRunAndWhatToDo() {
		Task task = this.host.task();
		this.host.begin(task);
		task.abandon();
		assertThat(task.isSettled()).as("nobody asked it to stop").isFalse();
		task.cancel(true);
		this.host.now += Duration.ofSeconds(2).toNanos();
		task.abandon();
		assertThat(task.isSettled()).isTrue();
		assertThat(task.isDone()).as("what depends on it may block").isFalse();
		this.host.runElsewhere();
		assertThat(task.isCancelled()).isTrue();
		assertThat(task.failure()).isInstanceOfSatisfying(TaskCancelledException.class, (failure) -> {
			assertThat(failure.getOutcome()).isEqualTo(StopOutcome.ABANDONED);
			assertThat(failure).hasMessageContaining(
					"may still run: it did not end within 2 s of being interrupted (worker-threads.pools.test.terminate-grace is 2 s), so worker 'test-worker' was abandoned")
				.hasMessageContaining("isolation to class-loader");
		});
		task.succeed("late");
		assertThat(this.host.settled).hasSize(1);
	}

	@Test
	void remedyForWhatMayStillRunIsThatOfTheRung() {
		assertThat(abandoned(new RuntimeCapabilities(true, true))).contains("argument of the agent");
		assertThat(abandoned(new RuntimeCapabilities(false, true))).contains("worker-threads.pools.test.isolate");
	}

	private @Nullable String abandoned(RuntimeCapabilities capabilities) {
		this.host.capabilities = capabilities;
		Task task = this.host.task();
		this.host.begin(task);
		task.cancel(true);
		task.abandon();
		return (task.failure() != null) ? task.failure().getMessage() : null;
	}

	@Test
	void taskWhoseWorkerEndedIsLost() {
		Task task = this.host.task();
		this.host.begin(task);
		this.host.now += 7 * MILLISECOND;
		IllegalStateException reason = new IllegalStateException("thread died");
		task.workerEnded(reason);
		assertThat(task.failure()).isInstanceOfSatisfying(WorkerTerminatedException.class, (failure) -> {
			assertThat(failure.getOutcome()).isEqualTo(StopOutcome.TERMINATED);
			assertThat(failure).hasCause(reason)
				.hasMessage("Task 'lambda' of pool 'test' was lost: its worker ended by " + reason);
		});
		assertThat(this.host.settled)
			.containsExactly(new Settled(task, TaskOutcome.TERMINATED, 0, 7 * MILLISECOND, task.failure(), false));
		Task silent = this.host.task();
		this.host.begin(silent);
		silent.workerEnded(null);
		assertThat(silent.failure()).hasMessageEndingWith("was lost: its worker ended");
	}

	@Test
	void taskWhoseProcessDiedWhileItWasStoppedWasKilled() {
		WorkerProcessException died = new WorkerProcessException("died", 7, WorkerProcessException.Reason.SIGNAL, 137,
				List.of());
		Task task = this.host.task();
		this.host.begin(task);
		task.cancel(true);
		this.host.now += MILLISECOND;
		task.workerEnded(died);
		assertThat(task.failure()).isInstanceOfSatisfying(TaskCancelledException.class, (failure) -> {
			assertThat(failure.getOutcome()).isEqualTo(StopOutcome.KILLED);
			assertThat(failure).hasMessageEndingWith("and was killed with its worker's process after 1 ms");
		});
		Task unexpected = this.host.task();
		this.host.begin(unexpected);
		unexpected.workerEnded(died);
		assertThat(unexpected.failure()).isInstanceOfSatisfying(WorkerTerminatedException.class,
				(failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.KILLED));
	}

	@Test
	void workerThatIsEndingBeginsNothing() {
		Task task = this.host.task();
		PooledWorker worker = this.host.worker(WorkerState.TERMINATING);
		task.assignTo(worker);
		assertThat(task.begin()).isFalse();
		given(worker.state()).willReturn(WorkerState.BUSY);
		given(worker.isOnOwnThread()).willReturn(false);
		assertThat(task.begin()).as("on the thread of a worker that was given up on").isFalse();
		assertThat(task.isQueued()).isTrue();
		assertThat(task.hasRun()).isFalse();
		then(worker).should(never()).arrive();
		given(worker.isOnOwnThread()).willReturn(true);
		assertThat(task.begin()).isTrue();
		then(worker).should().arrive();
	}

	@Test
	void taskOfAWorkerThatWasToldToEndAsItBeganIsLeftToAnother() {
		Task task = this.host.task();
		PooledWorker worker = this.host.worker(WorkerState.BUSY);
		given(worker.state()).willReturn(WorkerState.BUSY, WorkerState.TERMINATING);
		task.assignTo(worker);
		assertThat(task.begin()).isFalse();
		assertThat(task.isQueued()).isTrue();
		assertThat(task.hasRun()).isFalse();
		then(worker).should(never()).arrive();
		assertThat(begins(task)).isTrue();
	}

	@Test
	void callerMayRunItsOwnTaskWhichNobodyCanStop() {
		Task task = this.host.task(TaskOptions.defaults().withTimeout(Duration.ofMillis(1)));
		this.host.now += 2 * MILLISECOND;
		assertThat(task.begin()).isTrue();
		assertThat(task.hasBegun()).isTrue();
		assertThat(task.startedAt()).isEqualTo(this.host.now);
		assertThat(this.host.watched).isEmpty();
		assertThat(task.cancel(true)).isFalse();
		assertThat(task.begin()).as("begins once").isFalse();
		this.host.now += MILLISECOND;
		task.succeed("own");
		assertThat(task.join()).isEqualTo("own");
		assertThat(this.host.settled)
			.containsExactly(new Settled(task, TaskOutcome.SUCCESS, 2 * MILLISECOND, MILLISECOND, null, false));
	}

	@Test
	void taskFollowsTheOneBeforeWithoutALookAtTheClock() {
		Task first = this.host.task();
		this.host.begin(first);
		Task accepted = this.host.task();
		this.host.now += 5 * MILLISECOND;
		first.succeed(1);
		long ended = this.host.now;
		this.host.now += MILLISECOND;
		Task later = this.host.task();
		long acceptedLater = this.host.now;
		this.host.now += MILLISECOND;
		assertThat(startOf(accepted, first)).isEqualTo(ended);
		assertThat(startOf(later, first)).as("accepted after the one before had ended").isEqualTo(acceptedLater);
	}

	@Test
	void taskAfterOneThatHadDependentsLooksAtTheClock() {
		Task first = this.host.task();
		first.thenRun(() -> this.host.now += 20 * MILLISECOND);
		this.host.begin(first);
		Task next = this.host.task();
		first.succeed(1);
		assertThat(startOf(next, first)).isEqualTo(this.host.now);
	}

	private long startOf(Task next, Task previous) {
		PooledWorker worker = this.host.worker(WorkerState.BUSY);
		next.assignTo(worker);
		next.follow(previous);
		assertThat(next.begin()).isTrue();
		return next.startedAt();
	}

	@Test
	void timeOfATaskThatIsHandedToAnotherWorkerIsItsOwn() {
		Task first = this.host.task();
		this.host.begin(first);
		first.succeed(1);
		Task next = this.host.task();
		next.assignTo(this.host.worker(WorkerState.BUSY));
		next.follow(first);
		this.host.now += 9 * MILLISECOND;
		next.assignTo(this.host.worker(WorkerState.BUSY));
		assertThat(next.begin()).isTrue();
		assertThat(next.startedAt()).isEqualTo(this.host.now);
	}

	@Test
	void rejectedTaskHasItsFailureAndRunsNever() {
		Task task = this.host.task();
		IllegalStateException reason = new IllegalStateException("full");
		task.reject(reason);
		assertThat(task.failure()).isSameAs(reason);
		assertThat(task.isCompletedExceptionally()).isTrue();
		assertThat(begins(task)).isFalse();
		assertThat(this.host.settled).as("it was never accepted").isEmpty();
	}

	@Test
	void withdrawnTaskCountsForNothing() {
		Task task = this.host.task();
		assertThat(task.withdraw()).isTrue();
		assertThat(task.failure()).isInstanceOf(RejectedExecutionException.class)
			.hasMessage("Task 'lambda' found no place in the queue of pool 'test'");
		assertThat(task.isDone()).isTrue();
		assertThat(this.host.settled).isEmpty();
		Task begun = this.host.task();
		this.host.begin(begun);
		assertThat(begun.withdraw()).isFalse();
		assertThat(begun.hasBegun()).isTrue();
	}

	@Test
	void whoCompletesTheFutureStopsTheWork() {
		Task queued = this.host.task();
		assertThat(queued.complete("by hand")).isTrue();
		assertThat(queued.isSettled()).isTrue();
		assertThat(queued.getNow(null)).isEqualTo("by hand");
		assertThat(queued.complete("again")).isFalse();
		Task running = this.host.task();
		PooledWorker worker = this.host.begin(running);
		assertThat(running.completeExceptionally(new IllegalStateException("by hand"))).isTrue();
		then(worker).should().interrupt();
		assertThat(running.completeExceptionally(new IllegalStateException("again"))).isFalse();
		then(worker).should(times(1)).interrupt();
		running.fail(new InterruptedException());
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(running::get).withMessageContaining("by hand");
		assertThat(this.host.settled).extracting(Settled::outcome)
			.containsExactly(TaskOutcome.CANCELLED, TaskOutcome.CANCELLED);
	}

	@Test
	void snapshotTellsHowFarTheTaskHasCome() {
		Task task = this.host.task(TaskOptions.defaults().withName("report"));
		this.host.now += 2 * MILLISECOND;
		assertThat(task.snapshot(this.host.now))
			.isEqualTo(new TaskSnapshot(1, "report", TaskSnapshot.State.QUEUED, Duration.ofMillis(2), null, null));
		this.host.begin(task);
		this.host.now += 3 * MILLISECOND;
		assertThat(task.snapshot(this.host.now)).isEqualTo(new TaskSnapshot(1, "report", TaskSnapshot.State.RUNNING,
				Duration.ofMillis(2), Duration.ofMillis(3), "test-worker"));
		task.cancel(true);
		assertThat(task.snapshot(this.host.now).state()).isEqualTo(TaskSnapshot.State.STOPPING);
		assertThat(task.snapshot(0).ran()).as("the clock was read before").isEqualTo(Duration.ZERO);
		Task own = this.host.task();
		own.begin();
		assertThat(own.snapshot(this.host.now).worker()).isNull();
	}

	@Test
	void infoIsThatOfThePool() {
		Task task = this.host.task();
		assertThat(task.taskId()).isEqualTo(1);
		assertThat(task.poolName()).isEqualTo("test");
		assertThat(task.isolation()).isEqualTo(Isolation.THREAD);
		assertThat(task.name()).isEqualTo("lambda");
		assertThat(task.call()).isNotNull();
		assertThat(task.acceptedAt()).isEqualTo(MockTasks.START);
		assertThat(task.order()).isNull();
		assertThat(this.host.task(TaskOptions.defaults().withPriority(9)).order()).isNotNull();
	}

	@Test
	void contextIsOpenWhileTheBodyRunsOnAWorker() {
		List<String> steps = carrySteps("caller's");
		Task task = this.host.task();
		task.capture();
		this.host.begin(task);
		task.enter();
		task.leave(null);
		assertThat(steps).containsExactly("capture", "open caller's", "close SUCCESS null");
	}

	@Test
	void contextEndsWithWhatTheBodyEndedWith() {
		List<String> steps = carrySteps("caller's");
		IllegalStateException failure = new IllegalStateException("body");
		Task failed = this.host.task();
		failed.capture();
		this.host.begin(failed);
		failed.enter();
		failed.leave(failure);
		assertThat(steps).endsWith("close ERROR " + failure);
		Task late = this.host.task();
		late.capture();
		this.host.begin(late);
		late.enter();
		late.requestStop(StopCause.TIMEOUT, true);
		late.leave(failure);
		assertThat(steps).endsWith("close TIMEOUT " + failure);
	}

	@Test
	void bodyWithoutContextLeavesNoneBehind() {
		List<String> steps = carrySteps(null);
		Task task = this.host.task();
		task.capture();
		this.host.begin(task);
		task.enter();
		task.leave(null);
		assertThat(steps).containsExactly("capture", "clear");
	}

	@Test
	void callerThatRunsItsOwnTaskKeepsItsContext() {
		List<String> steps = carrySteps("caller's");
		Task task = this.host.task();
		task.capture();
		task.begin();
		task.enter();
		task.leave(null);
		assertThat(steps).containsExactly("capture");
	}

	private List<String> carrySteps(@Nullable String captured) {
		List<String> steps = new ArrayList<>();
		this.host.carriers.add(new TaskContextCarrier() {

			@Override
			public @Nullable Object capture(TaskInfo task) {
				steps.add("capture");
				return captured;
			}

			@Override
			public Scope open(TaskInfo task, Object value) {
				steps.add("open " + value);
				return (outcome, failure) -> steps.add("close " + outcome + " " + failure);
			}

			@Override
			public void clear() {
				steps.add("clear");
			}

		});
		return steps;
	}

	@Test
	void progressIsRefusedOnceTheTaskHasEnded() {
		Task task = this.host.task();
		this.host.begin(task);
		task.progress("first");
		task.succeed(1);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> task.progress("late"))
			.withMessage(
					"Task 'lambda' of pool 'test' has ended and can emit nothing any more. Emit while the body runs");
		Task cancelled = this.host.task();
		this.host.begin(cancelled);
		cancelled.cancel(true);
		cancelled.succeed(1);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> cancelled.progress("late"))
			.withMessageEndingWith("was cancelled while it ran and can emit nothing any more");
	}

	@Test
	void progressOfACallerThatWaitsGoesToItsReceiverOnly() {
		Task task = this.host.awaitedTask();
		this.host.begin(task);
		for (int i = 0; i < TaskProgress.CAPACITY + 1; i++) {
			task.progress(i);
		}
		assertThat(task.missedProgress()).as("none is kept").isZero();
		List<Object> received = new ArrayList<>();
		Task receiving = this.host.task(TaskOptions.defaults().withProgress(received::add));
		this.host.begin(receiving);
		receiving.progress("item");
		assertThat(received).containsExactly("item");
		assertThat(this.host.elsewhere).isEmpty();
	}

	@Test
	void futureWaitsForTheConsumerOfItsProgress() {
		List<Object> consumed = new ArrayList<>();
		Task task = this.host.task();
		assertThat(task.onProgress(consumed::add) == task).isTrue();
		this.host.begin(task);
		assertThat(task.isHeldBack()).isFalse();
		task.progress("item");
		task.succeed("result");
		assertThat(task.isDone()).isFalse();
		assertThat(task.isHeldBack()).isTrue();
		assertThat(task.cancel(true)).as("it has succeeded").isFalse();
		assertThat(this.host.held).containsExactly(task);
		this.host.runElsewhere();
		assertThat(consumed).containsExactly("item");
		assertThat(task.getNow(null)).isEqualTo("result");
		assertThat(task.isHeldBack()).isFalse();
		assertThat(this.host.released).containsExactly(task);
	}

	@Test
	void futureOfACancelledTaskThatIsHeldBackCountsAsCancelled() {
		Task task = this.host.task();
		task.onProgress((item) -> {
		});
		this.host.begin(task);
		task.progress("item");
		task.cancel(true);
		task.succeed("late");
		assertThat(task.isDone()).isFalse();
		assertThat(task.isHeldBack()).isTrue();
		assertThat(task.cancel(true)).isTrue();
		task.completeHeldBack();
		assertThat(task.isCancelled()).isTrue();
	}

	@Test
	void interruptThatIsOnItsWayArrivesBeforeTheTaskEnds() throws Exception {
		Task task = this.host.task();
		PooledWorker worker = this.host.begin(task);
		CountDownLatch interrupting = new CountDownLatch(1);
		CountDownLatch interrupt = new CountDownLatch(1);
		willAnswer((invocation) -> {
			interrupting.countDown();
			return interrupt.await(10, TimeUnit.SECONDS);
		}).given(worker).interrupt();
		Thread canceller = new Thread(() -> task.cancel(true));
		canceller.start();
		interrupting.await();
		assertThat(task.isStopping()).isTrue();
		assertThat(task.hasBegun()).isTrue();
		assertThat(task.runDeadline()).isEqualTo(Task.NEVER);
		assertThat(task.cancel(true)).as("is about to be stopped").isTrue();
		Thread body = new Thread(() -> task.succeed("late"));
		body.start();
		assertThat(task.isSettled()).isFalse();
		interrupt.countDown();
		canceller.join();
		body.join();
		assertThat(catchThrowableOfType(TaskCancelledException.class, task::get).getOutcome())
			.isEqualTo(StopOutcome.INTERRUPTED);
	}

	private boolean begins(Task task) {
		task.assignTo(this.host.worker(WorkerState.BUSY));
		return task.begin();
	}

}

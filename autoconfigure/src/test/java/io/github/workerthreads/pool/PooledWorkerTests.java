package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.ResourceLimits;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerInitializer;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerState;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.intThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link PooledWorker}, step by step, with this thread as its own.
 */
@Timeout(60)
class PooledWorkerTests {

	private static final long MILLISECOND = 1_000_000;

	private static final long GRACE = Duration.ofSeconds(2).toNanos();

	private static final Retirement REASON = new Retirement(EndingCause.REQUEST, "on request");

	private final MockTasks host = new MockTasks();

	private final DefaultWorkerPool pool = mock(DefaultWorkerPool.class);

	private final WorkerStaffing staffing = mock(WorkerStaffing.class);

	private final Dispatcher dispatcher = mock(Dispatcher.class);

	private final WorkerEndings endings = mock(WorkerEndings.class);

	private final WorkerRuntime runtime = mock(WorkerRuntime.class);

	private final WorkerLink link = mock(WorkerLink.class);

	@BeforeEach
	void prepare() {
		given(this.staffing.pool()).willReturn(this.pool);
		given(this.pool.options()).willReturn(MockTasks.BUILDER.startTimeout(Duration.ofSeconds(30)).options());
		given(this.pool.name()).willReturn("test");
		given(this.pool.dispatcher()).willReturn(this.dispatcher);
		given(this.pool.endings()).willReturn(this.endings);
		given(this.pool.graceNanos()).willReturn(GRACE);
		given(this.pool.now()).willAnswer((invocation) -> this.host.now);
		given(this.runtime.create(any(), any())).willReturn(this.link);
		given(this.link.stackTrace()).willReturn(List.of(new StackTraceElement("Body", "loop", "Body.java", 7)));
	}

	@Test
	void newWorkerIsStarting() {
		PooledWorker worker = create(false);
		assertThat(worker.state()).isEqualTo(WorkerState.STARTING);
		assertThat(worker.name()).isEqualTo("test-worker");
		assertThat(worker.id()).isEqualTo(7);
		assertThat(worker.isStarting()).isTrue();
		assertThat(worker.isReady()).isFalse();
		assertThat(worker.takesTasks()).isFalse();
		assertThat(worker.createdAt()).isEqualTo(this.host.now);
		assertThat(worker.startDeadline()).isEqualTo(this.host.now + Duration.ofSeconds(30).toNanos());
		assertThat(worker.cpuTime()).as("not up yet").isNull();
		assertThat(worker.usedHeapBytes()).as("not told yet").isZero();
		worker.start();
		then(this.link).should().start();
	}

	@Test
	void workerThatCannotStartHasFailed() {
		IllegalStateException failure = new IllegalStateException("no thread");
		willThrow(failure).given(this.link).start();
		PooledWorker worker = create(false);
		worker.start();
		assertThat(worker.state()).isEqualTo(WorkerState.FAILED);
		then(this.endings).should().ended(worker, WorkerState.STARTING, failure);
		assertThat(worker.outcome()).isCompletedWithValue(WorkerState.FAILED);
	}

	@Test
	void workerThatIsUpCountsBeforeItAsksForItsFirstTask() {
		PooledWorker worker = create(false);
		worker.online();
		assertThat(worker.state()).isEqualTo(WorkerState.BUSY);
		assertThat(worker.isReady()).isTrue();
		assertThat(worker.isStarting()).as("it takes a task at once").isTrue();
		assertThat(worker.takesTasks()).isTrue();
		then(this.staffing).should().adjust();
		then(this.pool).should().workersChanged();
		worker.next(true);
		assertThat(worker.isStarting()).isFalse();
		then(this.staffing).should(times(2)).adjust();
		worker.claim();
		worker.next(true);
		then(this.staffing).should(times(2)).adjust();
	}

	@Test
	void workerTakesWhatWaits() {
		PooledWorker worker = online();
		Task task = this.host.task();
		given(this.dispatcher.next(worker)).willReturn(task);
		assertThat(worker.next(true)).isSameAs(task);
		assertThat(worker.task()).isSameAs(task);
		assertThat(task.worker()).isSameAs(worker);
		then(this.dispatcher).should().takes(worker, Backlog.limitFor(Backlog.UNKNOWN_RUN_NANOS));
		then(this.dispatcher).should(never()).beginSearch(any());
	}

	@Test
	void workerWithoutTaskIdles() {
		PooledWorker worker = online();
		assertThat(worker.next(true)).isNull();
		assertThat(worker.state()).isEqualTo(WorkerState.IDLE);
		assertThat(worker.takesTasks()).isTrue();
		then(this.dispatcher).should().idle(worker);
		then(this.dispatcher).should(never()).search(any());
		then(this.pool).should(never()).watch(anyLong());
	}

	@Test
	void workerSearchesOnlyWhereItMaySpin() {
		PooledWorker worker = online();
		given(this.dispatcher.beginSearch(worker)).willReturn(true);
		worker.next(false);
		then(this.dispatcher).should(never()).beginSearch(any());
		worker.claim();
		Task found = this.host.task();
		given(this.dispatcher.search(worker)).willReturn(found);
		given(this.staffing.mayGrow()).willReturn(true);
		assertThat(worker.next(true)).isSameAs(found);
		then(this.staffing).should().growToDemand();
	}

	@Test
	void poolThatMayNotGrowIsNotAsked() {
		PooledWorker worker = online();
		given(this.dispatcher.beginSearch(worker)).willReturn(true);
		given(this.dispatcher.search(worker)).willReturn(this.host.task());
		worker.next(true);
		then(this.staffing).should(never()).growToDemand();
	}

	@Test
	void callerThatWaitsIsWokenOnceTheWorkerLooksForMore() {
		PooledWorker worker = online();
		Task awaited = this.host.awaitedTask();
		run(worker, awaited);
		given(this.dispatcher.beginSearch(worker)).willAnswer((invocation) -> {
			assertThat(awaited.isDone()).isFalse();
			return true;
		});
		given(this.dispatcher.search(worker)).willAnswer((invocation) -> {
			assertThat(awaited.isDone()).isTrue();
			return null;
		});
		assertThat(worker.next(true)).isNull();
		then(this.dispatcher).should().search(worker);
		assertThat(worker.tasksDone()).isOne();
		assertThat(worker.task()).isNull();
	}

	@Test
	void nextTaskBeginsWhenTheOneBeforeHasEndedUnlessTheWorkerSearched() {
		PooledWorker worker = online();
		Task first = this.host.task();
		Task second = this.host.task();
		run(worker, first);
		long ended = this.host.now;
		this.host.now += MILLISECOND;
		given(this.dispatcher.next(worker)).willReturn(second);
		worker.next(true);
		assertThat(second.begin()).isTrue();
		assertThat(second.startedAt()).isEqualTo(ended);
		second.succeed(2);
		Task third = this.host.task();
		this.host.now += MILLISECOND;
		given(this.dispatcher.next(worker)).willReturn(null);
		given(this.dispatcher.beginSearch(worker)).willReturn(true);
		given(this.dispatcher.search(worker)).willReturn(third);
		worker.next(true);
		assertThat(third.begin()).isTrue();
		assertThat(third.startedAt()).isEqualTo(this.host.now);
	}

	@Test
	void timeOfTasksIsCounted() {
		PooledWorker worker = online();
		Task task = this.host.task();
		given(this.dispatcher.next(worker)).willReturn(task, (Task) null);
		worker.next(true);
		assertThat(worker.busyNanos(this.host.now)).as("it has not begun").isZero();
		task.begin();
		this.host.now += 3 * MILLISECOND;
		assertThat(worker.busyNanos(this.host.now)).isEqualTo(3 * MILLISECOND);
		assertThat(worker.snapshot().task()).isNotNull()
			.satisfies((running) -> assertThat(running.elapsed()).isEqualTo(Duration.ofMillis(3)));
		task.succeed(1);
		worker.next(true);
		assertThat(worker.busyNanos(this.host.now + MILLISECOND)).isEqualTo(3 * MILLISECOND);
		assertThat(worker.tasksDone()).isOne();
		worker.claim();
		run(worker, this.host.task());
		worker.next(true);
		assertThat(worker.tasksDone()).isEqualTo(2);
		assertThat(worker.busyNanos(this.host.now)).isEqualTo(4 * MILLISECOND);
		assertThat(worker.wasOfUse()).isTrue();
	}

	@Test
	void manyShortTasksMayBeLeftToTheWorker() {
		PooledWorker worker = online();
		for (int i = 0; i < 200; i++) {
			Task task = this.host.task();
			given(this.dispatcher.next(worker)).willReturn(task);
			worker.next(true);
			task.begin();
			task.succeed(1);
		}
		clearInvocations(this.dispatcher);
		worker.next(true);
		then(this.dispatcher).should().takes(eq(worker), intThat((limit) -> limit > 50));
	}

	@Test
	void taskThatDidNotBeginCountsForNothing() {
		PooledWorker worker = online();
		Task task = this.host.task();
		given(this.dispatcher.next(worker)).willReturn(task);
		worker.next(true);
		worker.next(true);
		assertThat(worker.tasksDone()).isZero();
		worker.exited(null);
		then(this.pool).should().takeBack(task);
	}

	@Test
	void cancelledTaskThatNeverBeganCountsForNothing() {
		PooledWorker worker = online();
		Task task = this.host.task();
		given(this.dispatcher.next(worker)).willReturn(task, (Task) null);
		worker.next(true);
		task.cancel(true);
		worker.next(true);
		assertThat(worker.task()).isNull();
		assertThat(worker.tasksDone()).isZero();
	}

	@Test
	void idleTimeIsWatchedWhereWorkersAreToEndByIt() {
		PooledWorker worker = online();
		given(this.staffing.isTrimming()).willReturn(true);
		given(this.staffing.idleNanos()).willReturn(5 * MILLISECOND);
		worker.next(true);
		assertThat(worker.idleSince()).isEqualTo(this.host.now);
		then(this.pool).should().watch(this.host.now + 5 * MILLISECOND);
		worker.idleSince(3);
		assertThat(worker.idleSince()).isEqualTo(3);
	}

	@Test
	void workerThatIsAskedToEndAsItBecomesIdleEnds() {
		PooledWorker worker = online();
		given(this.dispatcher.next(worker)).willAnswer((invocation) -> {
			worker.duty().retire(REASON);
			return null;
		});
		given(this.staffing.leave(worker)).willReturn(true);
		assertThat(worker.next(true)).isNull();
		then(this.staffing).should().leave(worker);
		then(this.dispatcher).should(never()).idle(any());
		assertThat(worker.state()).as("as it was when it left").isEqualTo(WorkerState.BUSY);
	}

	@Test
	void workerIsAskedToEndAfterItsTasksAndServesOnIfItIsNeeded() {
		given(this.pool.options()).willReturn(MockTasks.BUILDER.maxTasksPerWorker(1).options());
		PooledWorker worker = online();
		Task awaited = this.host.awaitedTask();
		run(worker, awaited);
		Task next = this.host.task();
		given(this.dispatcher.next(worker)).willReturn(next);
		assertThat(worker.next(true)).isSameAs(next);
		then(this.staffing).should().leave(worker);
		assertThat(awaited.isDone()).isTrue();
		next.begin();
		next.succeed(1);
		given(this.staffing.leave(worker)).willReturn(true);
		assertThat(worker.next(true)).isNull();
		assertThat(worker.task()).isNull();
	}

	@Test
	void spareStandsByUntilItIsCalledIntoService() {
		PooledWorker spare = create(true);
		spare.online();
		assertThat(spare.isReady()).isTrue();
		assertThat(spare.next(true)).isNull();
		assertThat(spare.state()).isEqualTo(WorkerState.IDLE);
		then(this.dispatcher).should(never()).idle(any());
		then(this.dispatcher).should(never()).next(any());
		clearInvocations(this.pool);
		spare.serve();
		then(this.pool).should().workersChanged();
		then(this.dispatcher).should().idle(spare);
		assertThat(spare.state()).isEqualTo(WorkerState.IDLE);
	}

	@Test
	void spareThatIsCalledWhileItIsNotIdleYetServesByItself() {
		PooledWorker spare = create(true);
		spare.online();
		spare.serve();
		then(this.dispatcher).should(never()).idle(any());
		Task task = this.host.task();
		given(this.dispatcher.next(spare)).willReturn(task);
		assertThat(spare.next(true)).isSameAs(task);
	}

	@Test
	void workerLeavesOnlyInTheStateThatIsMeant() {
		PooledWorker worker = online();
		assertThat(worker.leave(WorkerState.IDLE, REASON)).isFalse();
		assertThat(worker.termination()).isNull();
		assertThat(worker.leave(WorkerState.BUSY, REASON)).isTrue();
		assertThat(worker.state()).isEqualTo(WorkerState.TERMINATING);
		assertThat(worker.termination()).isEqualTo(new TerminationRequest(EndingCause.REQUEST, "on request", null));
		assertThat(worker.graceEnds()).as("it was not told yet").isEqualTo(Task.NEVER);
		assertThat(worker.isToBeReplaced()).isEqualTo(EndingCause.REQUEST.isReplaced());
		assertThat(worker.takesTasks()).isFalse();
		assertThat(worker.isReady()).isFalse();
		worker.end();
		then(this.dispatcher).should().forgetEnded();
		then(this.pool).should(times(2)).workersChanged();
		then(this.link).should().terminate();
		then(this.pool).should().watch(this.host.now + GRACE);
		assertThat(worker.graceEnds()).isEqualTo(this.host.now + GRACE);
	}

	@Test
	void taskIsHandedToAWorkerThatIdles() {
		PooledWorker worker = online();
		worker.next(true);
		assertThat(worker.claim()).isTrue();
		assertThat(worker.claim()).isFalse();
		Task task = this.host.task();
		worker.assign(task, true);
		then(this.link).should().execute(task);
		then(this.dispatcher).should(never()).arrived();
		given(this.staffing.mayGrow()).willReturn(true);
		assertThat(task.begin()).isTrue();
		then(this.dispatcher).should().arrived();
		then(this.staffing).should().growToDemand();
		worker.arrive();
		then(this.dispatcher).should(times(1)).arrived();
		assertThat(worker.unclaim()).isTrue();
		assertThat(worker.unclaim()).isFalse();
	}

	@Test
	void nobodyHearsOfTheArrivalWhoDidNotAsk() {
		PooledWorker worker = online();
		worker.next(true);
		worker.claim();
		Task task = this.host.task();
		worker.assign(task, false);
		task.begin();
		then(this.dispatcher).should(never()).arrived();
	}

	@Test
	void arrivalOfATaskThatWasSettledBeforeIsToldByTheNext() {
		PooledWorker worker = online();
		worker.next(true);
		worker.claim();
		Task task = this.host.task();
		worker.assign(task, true);
		task.cancel(true);
		assertThat(task.begin()).isFalse();
		worker.next(true);
		then(this.dispatcher).should().arrived();
	}

	@Test
	void taskThatWasHandedToAWorkerThatHasEndedIsGivenBack() {
		PooledWorker worker = online();
		worker.exited(null);
		Task task = this.host.task();
		worker.assign(task, true);
		then(this.pool).should().takeBack(task);
		then(this.dispatcher).should().arrived();
		assertThat(worker.task()).isNull();
	}

	@Test
	void tasksBeginOnTheThreadOfTheWorkerOnly() throws Exception {
		PooledWorker worker = online();
		assertThat(worker.isOnOwnThread()).as("not known yet").isTrue();
		worker.next(true);
		assertThat(worker.isOnOwnThread()).isTrue();
		assertThat(elsewhere(worker)).isFalse();
		PooledWorker remote = online();
		remote.next(false);
		assertThat(elsewhere(remote)).as("a process, which any thread may speak for").isTrue();
	}

	private static boolean elsewhere(PooledWorker worker) throws Exception {
		CompletableFuture<Boolean> own = new CompletableFuture<>();
		new Thread(() -> own.complete(worker.isOnOwnThread())).start();
		return own.get();
	}

	@Test
	void graceBeginsWhenTheWorkerWasToldToEnd() {
		PooledWorker worker = online();
		begin(worker, this.host.task());
		given(this.link.stackTrace()).willAnswer((invocation) -> {
			this.host.now += 3 * GRACE;
			return List.of();
		});
		List<Long> whenTold = new ArrayList<>();
		willAnswer((invocation) -> whenTold.add(worker.graceEnds())).given(this.link).terminate();
		worker.terminate(REASON, StopCause.TERMINATE, GRACE);
		assertThat(whenTold).containsExactly(Task.NEVER);
		assertThat(worker.graceEnds()).isEqualTo(MockTasks.START + 4 * GRACE);
		then(this.pool).should().watch(MockTasks.START + 4 * GRACE);
	}

	@Test
	void workerThatCannotBeToldIsGivenUpOnAllTheSame() {
		PooledWorker worker = online();
		willThrow(new OutOfMemoryError("no thread")).given(this.link).terminate();
		assertThatExceptionOfType(OutOfMemoryError.class)
			.isThrownBy(() -> worker.terminate(REASON, StopCause.TERMINATE, GRACE));
		assertThat(worker.graceEnds()).isEqualTo(this.host.now + GRACE);
		then(this.pool).should().watch(this.host.now + GRACE);
	}

	@Test
	void terminatedWorkerIsReplacedAndItsTaskStopped() {
		PooledWorker worker = online();
		Task task = this.host.task(TaskOptions.defaults().withName("report"));
		begin(worker, task);
		clearInvocations(this.staffing, this.pool);
		this.host.now += MILLISECOND;
		worker.terminate(REASON, StopCause.TERMINATE, GRACE);
		assertThat(worker.state()).isEqualTo(WorkerState.TERMINATING);
		then(this.staffing).should().adjust();
		then(this.pool).should().workersChanged();
		then(this.link).should().interrupt();
		then(this.link).should().terminate();
		then(this.pool).should().watch(this.host.now + GRACE);
		assertThat(worker.termination()).isEqualTo(new TerminationRequest(EndingCause.REQUEST, "on request", task));
		assertThat(worker.lostTask()).as("it may still end well").isNull();
		assertThat(worker.wasOfUse()).isTrue();
		worker.terminate(new Retirement(EndingCause.DEATH, "again"), StopCause.TERMINATE, 0);
		then(this.link).should(times(1)).terminate();
		task.fail(new InterruptedException());
		assertThat(task.failure()).isInstanceOf(WorkerTerminatedException.class);
		assertThat(worker.lostTask()).isEqualTo("report");
	}

	@Test
	void terminatedIdleWorkerLosesNothing() {
		PooledWorker worker = online();
		worker.next(true);
		worker.terminate(REASON, StopCause.TERMINATE, GRACE);
		assertThat(worker.termination()).isNotNull().satisfies((request) -> assertThat(request.lost()).isNull());
		then(this.link).should(never()).interrupt();
		then(this.link).should().terminate();
		assertThat(worker.lostTask()).isNull();
		assertThat(worker.wasOfUse()).isFalse();
	}

	@Test
	void taskThatHasNotBegunIsNotLostWithItsWorker() {
		PooledWorker worker = online();
		Task task = this.host.task();
		given(this.dispatcher.next(worker)).willReturn(task);
		worker.next(true);
		worker.terminate(REASON, StopCause.TERMINATE, GRACE);
		assertThat(worker.termination()).isNotNull().satisfies((request) -> assertThat(request.lost()).isNull());
		assertThat(task.isQueued()).isTrue();
		assertThat(task.begin()).isFalse();
		worker.exited(null);
		then(this.pool).should().takeBack(task);
	}

	@Test
	void killIsTriedOnceAndHasItsTime() {
		PooledWorker worker = online();
		given(this.link.kill()).willReturn(true);
		long ends = this.host.now + Duration.ofSeconds(10).toNanos();
		assertThat(worker.kill(this.host.now)).isEqualTo(ends);
		assertThat(worker.kill(this.host.now + MILLISECOND)).isEqualTo(ends);
		then(this.link).should(times(1)).kill();
	}

	@Test
	void rungWithoutLastMeansGivesNoMoreTime() {
		PooledWorker worker = online();
		assertThat(worker.kill(this.host.now)).isEqualTo(this.host.now);
	}

	@Test
	void onlyAWorkerThatIsToEndIsAbandoned() {
		PooledWorker worker = online();
		Task task = this.host.task(TaskOptions.defaults().withName("report"));
		begin(worker, task);
		assertThat(worker.abandon()).isFalse();
		worker.terminate(REASON, StopCause.TERMINATE, GRACE);
		this.host.now += GRACE;
		assertThat(worker.abandon()).isTrue();
		assertThat(worker.abandon()).isFalse();
		assertThat(worker.state()).isEqualTo(WorkerState.ABANDONED);
		assertThat(task.failure()).isInstanceOfSatisfying(WorkerTerminatedException.class,
				(failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.ABANDONED));
		assertThat(worker.snapshot().task()).as("it may still run").isNotNull().satisfies((running) -> {
			assertThat(running.name()).isEqualTo("report");
			assertThat(running.elapsed()).isEqualTo(Duration.ofNanos(GRACE));
		});
		assertThat(worker.outcome()).isNotDone();
		worker.settleAbandoned();
		assertThat(worker.outcome()).isCompletedWithValue(WorkerState.ABANDONED);
		worker.exited(null);
		assertThat(worker.state()).isEqualTo(WorkerState.TERMINATED);
		then(this.endings).should().ended(worker, WorkerState.ABANDONED, null);
		assertThat(worker.snapshot().task()).isNull();
	}

	@Test
	void abandonedWorkerGivesBackWhatItHasNotBegun() {
		PooledWorker worker = online();
		Task task = this.host.task();
		given(this.dispatcher.next(worker)).willReturn(task);
		worker.next(true);
		worker.terminate(REASON, StopCause.TERMINATE, GRACE);
		assertThat(worker.abandon()).isTrue();
		then(this.pool).should().takeBack(task);
		assertThat(worker.snapshot().task()).isNull();
	}

	@Test
	void workerThatEndsUnaskedHasFailedAndItsTaskIsLost() {
		PooledWorker worker = online();
		Task awaited = this.host.awaitedTask();
		begin(worker, awaited);
		IllegalStateException failure = new IllegalStateException("died");
		worker.exited(failure);
		assertThat(worker.state()).isEqualTo(WorkerState.FAILED);
		assertThat(awaited.failure()).isInstanceOf(WorkerTerminatedException.class).hasCause(failure);
		assertThat(awaited.isDone()).isTrue();
		then(this.endings).should().ended(worker, WorkerState.BUSY, failure);
		assertThat(worker.outcome()).isCompletedWithValue(WorkerState.FAILED);
	}

	@Test
	void resultOfAWorkerThatEndsArrives() {
		PooledWorker worker = online();
		Task awaited = this.host.awaitedTask();
		run(worker, awaited);
		assertThat(awaited.isDone()).isFalse();
		worker.exited(null);
		assertThat(awaited.getNow(null)).isEqualTo("result");
	}

	@Test
	void processThatWasToldToEndAndDiesWasKilled() {
		PooledWorker worker = online();
		worker.terminate(REASON, StopCause.TERMINATE, GRACE);
		worker.exited(new WorkerProcessException("died", 7, WorkerProcessException.Reason.TERMINATED, 137, List.of()));
		assertThat(worker.state()).isEqualTo(WorkerState.KILLED);
		PooledWorker other = online();
		other.terminate(REASON, StopCause.TERMINATE, GRACE);
		other.exited(null);
		assertThat(other.state()).isEqualTo(WorkerState.TERMINATED);
	}

	@Test
	void cpuTimeAndHeapAreThoseOfTheRung() {
		PooledWorker worker = online();
		given(this.link.cpuTime()).willReturn(Duration.ofSeconds(3));
		given(this.link.usedHeapBytes()).willReturn(17L);
		assertThat(worker.cpuTime()).isEqualTo(Duration.ofSeconds(3));
		assertThat(worker.usedHeapBytes()).isEqualTo(17);
		assertThat(worker.stackTrace()).hasSize(1);
	}

	@Test
	void initializerRunsBeforeTheWorkerIsReady() {
		PooledWorker worker = createWithInitializer();
		worker.online();
		assertThat(worker.isReady()).isFalse();
		assertThat(worker.state()).isEqualTo(WorkerState.STARTING);
		Initialization initialization = (Initialization) worker.next(true);
		assertThat(initialization).isNotNull();
		assertThat(initialization.begin()).isTrue();
		then(this.staffing).should(never()).adjust();
		initialization.succeed(null);
		Task task = this.host.task();
		given(this.dispatcher.next(worker)).willReturn(task);
		assertThat(worker.next(true)).isSameAs(task);
		assertThat(worker.isReady()).isTrue();
	}

	@Test
	void workerWhoseInitializerFailsEnds() {
		PooledWorker worker = createWithInitializer();
		worker.online();
		Initialization initialization = (Initialization) worker.next(true);
		assertThat(initialization).isNotNull();
		initialization.begin();
		IllegalStateException failure = new IllegalStateException("no model");
		initialization.fail(failure);
		assertThat(worker.next(true)).isNull();
		then(this.link).should().terminate();
		worker.exited(null);
		then(this.endings).should().ended(worker, WorkerState.STARTING, failure);
	}

	@Test
	void initializerOfAWorkerThatIsToEndIsStopped() {
		PooledWorker worker = createWithInitializer();
		worker.online();
		Initialization initialization = (Initialization) worker.next(true);
		assertThat(initialization).isNotNull();
		initialization.begin();
		boolean[] called = new boolean[1];
		initialization.cancellationSignal().onCancel(() -> called[0] = true);
		given(this.pool.runElsewhere(any())).willAnswer((invocation) -> {
			then(this.link).should().terminate();
			invocation.<Runnable>getArgument(0).run();
			return true;
		});
		worker.terminate(REASON, StopCause.TERMINATE, GRACE);
		assertThat(initialization.cancellationSignal().reason())
			.isEqualTo("Worker 'test-worker' is to end: on request");
		assertThat(called[0]).isTrue();
	}

	private PooledWorker createWithInitializer() {
		given(this.pool.options()).willReturn(MockTasks.BUILDER.initializer(NoInitializer.class).options());
		return create(false);
	}

	private PooledWorker online() {
		PooledWorker worker = create(false);
		worker.online();
		return worker;
	}

	private PooledWorker create(boolean spare) {
		WorkerSettings settings = WorkerSettings.of("test-worker", "test", true, 5, ResourceLimits.NONE);
		return new PooledWorker(7, settings, this.runtime, this.staffing, spare);
	}

	private void begin(PooledWorker worker, Task task) {
		given(this.dispatcher.next(worker)).willReturn(task, (@Nullable Task) null);
		assertThat(worker.next(true)).isSameAs(task);
		assertThat(task.begin()).isTrue();
	}

	private void run(PooledWorker worker, Task task) {
		begin(worker, task);
		this.host.now += MILLISECOND;
		task.succeed("result");
	}

	static class NoInitializer implements WorkerInitializer {

		@Override
		public void initialize(WorkerContext context) {
		}

	}

}

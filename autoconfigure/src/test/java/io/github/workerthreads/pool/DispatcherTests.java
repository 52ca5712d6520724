package io.github.workerthreads.pool;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.MockTasks.Settled;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link Dispatcher} and {@link Backlog}, step by step.
 */
@Timeout(60)
class DispatcherTests {

	private static final int NO_LIMIT = Integer.MAX_VALUE;

	private final MockTasks host = new MockTasks();

	private final TaskQueue queue = new TaskQueue();

	private final Backpressure backpressure = mock(Backpressure.class);

	private final Dispatcher dispatcher = new Dispatcher(this.queue, this.host, this.backpressure);

	@Test
	void taskGoesToTheWorkerThatBecameIdleLast() {
		PooledWorker first = idle();
		PooledWorker last = idle();
		Task task = submit();
		assertAssigned(last, task, true);
		assertThatNothingWasAssignedTo(first);
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void taskWaitsWhereNobodyIdles() {
		assertThat(this.dispatcher.hasFreeWorker()).isFalse();
		Task task = submit();
		assertThat(this.queue.size()).isOne();
		PooledWorker worker = idle();
		assertAssigned(worker, task, true);
		assertThat(this.dispatcher.hasFreeWorker()).isFalse();
	}

	@Test
	void fullQueueRefuses() {
		assertThat(this.dispatcher.submit(this.host.task(), 1)).isTrue();
		assertThat(this.dispatcher.submit(this.host.task(), 1)).isFalse();
		assertThat(this.queue.size()).isOne();
	}

	@Test
	void burstWakesOneWorkerWhichBringsTheNext() {
		PooledWorker second = idle();
		PooledWorker first = idle();
		submit();
		Task waiting = submit();
		assertThatNothingWasAssignedTo(second);
		assertThat(this.dispatcher.hasFreeWorker()).isTrue();
		this.dispatcher.arrived();
		assertAssigned(second, waiting, true);
		then(first).should(times(1)).assign(any(), anyBoolean());
		this.dispatcher.arrived();
		PooledWorker third = idle();
		assertAssigned(third, submit(), true);
	}

	@Test
	void withoutQueueEachIdleWorkerTakesOne() {
		PooledWorker second = idle();
		PooledWorker first = idle();
		Task one = this.host.task();
		Task two = this.host.task();
		assertThat(this.dispatcher.submit(one, 0)).isTrue();
		assertAssigned(first, one, true);
		assertThat(this.dispatcher.submit(two, 0)).isTrue();
		assertAssigned(second, two, false);
		assertThat(this.dispatcher.submit(this.host.task(), 0)).isFalse();
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void whatWaitsIsNotOvertakenWhereTheQueueIsFull() {
		PooledWorker second = idle();
		idle();
		submit();
		Task waiting = submit();
		assertThat(this.dispatcher.submit(this.host.task(), 1)).isFalse();
		assertThatNothingWasAssignedTo(second);
		this.dispatcher.arrived();
		assertAssigned(second, waiting, true);
	}

	@Test
	void workerThatIsIdleNoMoreIsPassedOver() {
		PooledWorker idle = idle();
		PooledWorker ended = idle();
		given(ended.claim()).willReturn(false);
		assertAssigned(idle, submit(), true);
		assertThatNothingWasAssignedTo(ended);
	}

	@Test
	void markIsGivenBackWhereNobodyCouldBeClaimed() {
		PooledWorker ended = idle();
		given(ended.claim()).willReturn(false);
		Task waiting = submit();
		assertThat(this.queue.size()).isOne();
		PooledWorker next = idle();
		assertAssigned(next, waiting, true);
	}

	@Test
	void workerTakesTheNextTaskItself() {
		Task first = submit();
		PooledWorker worker = this.host.worker(WorkerState.BUSY);
		assertThat(this.dispatcher.next(worker)).isSameAs(first);
		assertThat(this.dispatcher.next(worker)).isNull();
	}

	@Test
	void pausedPoolStartsNothing() {
		PooledWorker worker = idle();
		this.dispatcher.pause();
		assertThat(this.dispatcher.isPaused()).isTrue();
		Task task = submit();
		Task ordered = this.host.task(TaskOptions.defaults().withKey("key"));
		assertThat(this.dispatcher.submit(ordered, NO_LIMIT)).isTrue();
		assertThat(this.dispatcher.next(this.host.worker(WorkerState.BUSY))).isNull();
		assertThat(this.dispatcher.beginSearch(this.host.worker(WorkerState.BUSY))).isFalse();
		assertThat(this.dispatcher.lacksWorker(0)).isFalse();
		assertThatNothingWasAssignedTo(worker);
		this.dispatcher.resume();
		assertThat(this.dispatcher.isPaused()).isFalse();
		assertAssigned(worker, task, true);
	}

	@Test
	void pausedPoolKeepsItsIdleWorkersForLater() {
		PooledWorker worker = idle();
		this.dispatcher.pause();
		Task task = submit();
		this.dispatcher.arrived();
		assertThatNothingWasAssignedTo(worker);
		assertThat(this.dispatcher.hasFreeWorker()).isTrue();
		this.dispatcher.resume();
		assertAssigned(worker, task, true);
	}

	@Test
	void resumedPoolStartsWhatHasAnOrder() {
		PooledWorker worker = idle();
		workersAre(worker);
		this.dispatcher.pause();
		Task task = this.host.task(TaskOptions.defaults().withKey("key"));
		this.dispatcher.submit(task, NO_LIMIT);
		assertThatNothingWasAssignedTo(worker);
		this.dispatcher.resume();
		assertAssigned(worker, task, false);
	}

	@Test
	void oneWorkerAtATimeSearches() {
		PooledWorker worker = this.host.worker(WorkerState.BUSY);
		assertThat(this.dispatcher.beginSearch(worker)).isTrue();
		then(this.backpressure).should().changed();
		assertThat(this.dispatcher.hasFreeWorker()).isTrue();
		assertThat(this.dispatcher.beginSearch(this.host.worker(WorkerState.BUSY))).isFalse();
		assertThat(this.dispatcher.search(worker)).isNull();
		assertThat(this.dispatcher.hasFreeWorker()).isFalse();
		assertThat(this.dispatcher.beginSearch(worker)).isTrue();
	}

	@Test
	void whoSearchesFindsWhatWasAddedAndBringsTheNext() {
		PooledWorker searching = this.host.worker(WorkerState.BUSY);
		this.dispatcher.beginSearch(searching);
		PooledWorker idle = idle();
		Task first = submit();
		Task second = submit();
		assertThatNothingWasAssignedTo(idle);
		assertThat(this.dispatcher.search(searching)).isSameAs(first);
		assertAssigned(idle, second, true);
	}

	@Test
	void whoSearchesIsAPlaceWhereThereIsNoQueue() {
		PooledWorker searching = this.host.worker(WorkerState.BUSY);
		this.dispatcher.beginSearch(searching);
		Task task = this.host.task();
		assertThat(this.dispatcher.submit(task, 0)).isTrue();
		assertThat(this.dispatcher.submit(this.host.task(), 0)).isFalse();
		assertThat(this.dispatcher.search(searching)).isSameAs(task);
		assertThat(this.dispatcher.submit(this.host.task(), 0)).isFalse();
	}

	@Test
	void taskThatWasTakenBackGoesToAnotherWorker() {
		PooledWorker gone = idle();
		Task task = submit();
		this.dispatcher.arrived();
		assertAssigned(gone, task, true);
		PooledWorker other = idle();
		this.dispatcher.takeBack(task);
		assertAssigned(other, task, true);
	}

	@Test
	void taskThatWasCancelledWhileItWasHandedOverIsForgotten() {
		Task task = this.host.task();
		task.cancel(true);
		this.dispatcher.takeBack(task);
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void orderedTaskThatWasTakenBackGoesToAnotherWorker() {
		PooledWorker first = idle();
		workersAre(first);
		Task task = this.host.task(TaskOptions.defaults().withKey("key"));
		this.dispatcher.submit(task, NO_LIMIT);
		assertAssigned(first, task, false);
		PooledWorker second = idle();
		workersAre(second);
		this.dispatcher.takeBack(task);
		assertAssigned(second, task, false);
	}

	@Test
	void orderedTaskGoesToTheWorkerOfItsKeyAtOnce() {
		PooledWorker first = idle();
		PooledWorker second = idle();
		workersAre(first, second);
		Task plain = submit();
		assertAssigned(second, plain, true);
		Task task = this.host.task(TaskOptions.defaults().withPriority(9));
		assertThat(this.dispatcher.submit(task, NO_LIMIT)).isTrue();
		assertAssigned(first, task, false);
		assertThat(this.dispatcher.hasFreeWorker()).isFalse();
	}

	@Test
	void orderedTaskWithoutRoomNeedsAnIdleWorkerThatTakesIt() {
		assertThat(this.dispatcher.submit(ordered(), 0)).as("nobody idles").isFalse();
		PooledWorker worker = idle();
		workersAre(worker);
		Task taken = ordered();
		assertThat(this.dispatcher.submit(taken, 0)).isTrue();
		assertAssigned(worker, taken, false);
		PooledWorker ended = idle();
		given(ended.claim()).willReturn(false);
		Task refused = ordered();
		assertThat(this.dispatcher.submit(refused, 0)).isFalse();
		assertThat(this.queue.size()).isZero();
		assertThat(refused.isCompletedExceptionally()).isTrue();
	}

	@Test
	void orderedTaskWithoutRoomDoesNotOvertakeWhatWaits() {
		Task waiting = submit();
		this.dispatcher.pause();
		idle();
		assertThat(this.dispatcher.submit(ordered(), 1)).isFalse();
		assertThat(this.queue.size()).isOne();
		assertThat(this.queue.peek()).isSameAs(waiting);
	}

	@Test
	void orderedTaskWithoutRoomThatWasCancelledMeanwhileCountsAsAccepted() {
		PooledWorker worker = idle();
		workersAre(worker);
		Task task = ordered();
		given(worker.claim()).willAnswer((invocation) -> {
			task.cancel(true);
			return false;
		});
		assertThat(this.dispatcher.submit(task, 0)).as("its outcome was settled").isTrue();
		assertThat(this.host.settled).extracting(Settled::outcome).containsExactly(TaskOutcome.CANCELLED);
	}

	@Test
	void workerThatFoundNothingWithAnOrderIdlesAgain() {
		PooledWorker worker = idle();
		workersAre(worker);
		Task task = ordered();
		// Another one is faster
		given(worker.claim()).willAnswer((invocation) -> this.queue.remove(task));
		given(worker.unclaim()).willReturn(true);
		this.dispatcher.submit(task, NO_LIMIT);
		assertThatNothingWasAssignedTo(worker);
		then(worker).should().unclaim();
		assertThat(this.dispatcher.hasFreeWorker()).isTrue();
	}

	@Test
	void nextOfAKeyStartsWhenTheOneBeforeHasEnded() {
		PooledWorker worker = idle();
		workersAre(worker);
		TaskOptions key = TaskOptions.defaults().withKey("key");
		Task first = this.host.task(key);
		Task second = this.host.task(key);
		this.dispatcher.submit(first, NO_LIMIT);
		this.dispatcher.submit(second, NO_LIMIT);
		worker.unclaim();
		this.dispatcher.idle(worker);
		then(worker).should(never()).assign(second, false);
		this.dispatcher.ended(first, 1);
		assertAssigned(worker, second, false);
	}

	@Test
	void taskOfOneWorkerIsHandedToThatOneAndStopsWithIt() {
		PooledWorker worker = idle();
		PooledWorker other = idle();
		workersAre(worker, other);
		Task task = pinnedTo(worker);
		this.dispatcher.submitToWorker(task);
		assertAssigned(worker, task, false);
		Task waiting = pinnedTo(worker);
		this.dispatcher.submitToWorker(waiting);
		assertThat(this.queue.size()).isOne();
		workersAre(other);
		this.host.runElsewhere();
		assertThat(waiting.isCompletedExceptionally()).isTrue();
		assertThat(this.host.settled).extracting(Settled::outcome).containsExactly(TaskOutcome.TERMINATED);
		assertThatNothingWasAssignedTo(other);
	}

	@Test
	void workersThatTakeNoTasksOwnNoKeys() {
		PooledWorker leaving = idle();
		given(leaving.takesTasks()).willReturn(false);
		PooledWorker staying = idle();
		workersAre(leaving, staying);
		for (int key = 0; key < 8; key++) {
			Task task = this.host.task(TaskOptions.defaults().withKey(key));
			this.dispatcher.submit(task, NO_LIMIT);
			assertAssigned(staying, task, false);
			staying.unclaim();
			this.dispatcher.idle(staying);
			this.dispatcher.ended(task, 1);
		}
		assertThatNothingWasAssignedTo(leaving);
	}

	@Test
	void workerThatComesGetsWhatWaitedForItsKey() {
		PooledWorker worker = idle();
		Task task = this.host.task(TaskOptions.defaults().withKey("key"));
		PooledWorker busy = this.host.worker(WorkerState.BUSY);
		given(busy.takesTasks()).willReturn(true);
		workersAre(busy);
		this.dispatcher.submit(task, NO_LIMIT);
		assertThatNothingWasAssignedTo(worker);
		workersAre(worker);
		assertAssigned(worker, task, false);
	}

	@Test
	void shortTasksAreLeftToABusyWorkerForAWhile() {
		PooledWorker busy = this.host.worker(WorkerState.BUSY);
		this.dispatcher.takes(busy, 2);
		PooledWorker idle = idle();
		clearInvocations(this.backpressure);
		Task left = submit();
		assertThatNothingWasAssignedTo(idle);
		long due = this.host.now + Backlog.PATIENCE_NANOS;
		assertThat(this.host.watched).containsExactly(due);
		this.host.now++;
		assertThat(this.dispatcher.look(this.host.now)).isEqualTo(due);
		assertThatNothingWasAssignedTo(idle);
		this.host.now = due;
		assertThat(this.dispatcher.look(this.host.now)).isEqualTo(Task.NEVER);
		assertAssigned(idle, left, true);
		assertThat(this.dispatcher.look(this.host.now)).isEqualTo(Task.NEVER);
	}

	@Test
	void oneWatchServesAllThatIsLeft() {
		this.dispatcher.takes(this.host.worker(WorkerState.BUSY), 4);
		idle();
		submit();
		submit();
		assertThat(this.host.watched).hasSize(1);
		Task first = this.dispatcher.next(this.host.worker(WorkerState.BUSY));
		Task second = this.dispatcher.next(this.host.worker(WorkerState.BUSY));
		assertThat(first).isNotNull();
		assertThat(second).isNotNull();
		assertThat(this.dispatcher.look(this.host.now)).as("none is left").isEqualTo(Task.NEVER);
		submit();
		assertThat(this.host.watched).as("looked after anew").hasSize(2);
	}

	@Test
	void asManyAreLeftAsTheBusyWorkerDoesMeanwhile() {
		PooledWorker idle = idle();
		this.dispatcher.takes(this.host.worker(WorkerState.BUSY), 2);
		Task first = submit();
		assertThatNothingWasAssignedTo(idle);
		submit();
		assertAssigned(idle, first, true);
	}

	@Test
	void nothingIsLeftToAWorkerThatIsNotBusy() {
		PooledWorker ended = this.host.worker(WorkerState.TERMINATING);
		this.dispatcher.takes(ended, 8);
		PooledWorker idle = idle();
		assertAssigned(idle, submit(), true);
	}

	@Test
	void smallQueueDoesNotFillUpWhileAWorkerIdles() {
		this.dispatcher.takes(this.host.worker(WorkerState.BUSY), 100);
		PooledWorker idle = idle();
		Task first = submit();
		submit();
		submit();
		assertThatNothingWasAssignedTo(idle);
		submit();
		assertAssigned(idle, first, true);
	}

	@Test
	void idleWorkerDoesNotSearchWhereABusyOneServes() {
		PooledWorker busy = this.host.worker(WorkerState.BUSY);
		this.dispatcher.takes(busy, 2);
		assertThat(this.dispatcher.beginSearch(this.host.worker(WorkerState.BUSY))).isFalse();
		assertThat(this.dispatcher.beginSearch(busy)).isTrue();
	}

	@Test
	void anotherWorkerIsLackedWhereTasksWaitForNobody() {
		assertThat(this.dispatcher.lacksWorker(0)).isFalse();
		submit();
		assertThat(this.dispatcher.lacksWorker(0)).isTrue();
		assertThat(this.dispatcher.lacksWorker(1)).as("one is coming").isFalse();
		submit();
		assertThat(this.dispatcher.lacksWorker(1)).isTrue();
		this.dispatcher.takes(this.host.worker(WorkerState.BUSY), 4);
		assertThat(this.dispatcher.lacksWorker(0)).as("left to the one that is busy").isFalse();
	}

	@Test
	void noWorkerIsLackedWhileOneIsFree() {
		submit();
		submit();
		PooledWorker searching = this.host.worker(WorkerState.BUSY);
		this.dispatcher.beginSearch(searching);
		assertThat(this.dispatcher.lacksWorker(0)).isFalse();
	}

	@Test
	void workersThatEndedAreForgotten() {
		PooledWorker ended = idle();
		PooledWorker busy = this.host.worker(WorkerState.BUSY);
		this.dispatcher.takes(busy, 4);
		this.dispatcher.forgetEnded();
		assertThat(this.dispatcher.hasFreeWorker()).isTrue();
		assertThat(this.dispatcher.beginSearch(this.host.worker(WorkerState.BUSY))).as("served by the busy one")
			.isFalse();
		given(ended.state()).willReturn(WorkerState.TERMINATED);
		given(busy.state()).willReturn(WorkerState.TERMINATED);
		this.dispatcher.forgetEnded();
		assertThat(this.dispatcher.hasFreeWorker()).isFalse();
		given(busy.state()).willReturn(WorkerState.BUSY);
		assertThat(this.dispatcher.beginSearch(this.host.worker(WorkerState.BUSY))).as("it was forgotten").isTrue();
	}

	@Test
	void whoWaitsForRoomHearsOfEachThatThereMayBe() {
		this.dispatcher.takes(this.host.worker(WorkerState.BUSY), 0);
		then(this.backpressure).should(times(1)).changed();
		idle();
		then(this.backpressure).should(times(2)).changed();
	}

	private Task submit() {
		Task task = this.host.task();
		assertThat(this.dispatcher.submit(task, NO_LIMIT)).isTrue();
		return task;
	}

	private Task ordered() {
		return this.host.task(TaskOptions.defaults().withPriority(9));
	}

	private Task pinnedTo(PooledWorker worker) {
		return this.host.task(TaskOrder.on(worker, TaskOptions.defaults()));
	}

	private PooledWorker idle() {
		PooledWorker worker = this.host.idleWorker();
		this.dispatcher.idle(worker);
		return worker;
	}

	private void workersAre(PooledWorker... workers) {
		this.dispatcher.workersChanged(() -> List.of(workers));
	}

	private static void assertAssigned(PooledWorker worker, Task task, boolean tellsArrival) {
		then(worker).should().assign(task, tellsArrival);
	}

	private static void assertThatNothingWasAssignedTo(PooledWorker worker) {
		then(worker).should(never()).assign(any(), anyBoolean());
	}

}

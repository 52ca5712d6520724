package io.github.workerthreads.pool;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PoolJournal}.
 */
class PoolJournalTests {

	private final PoolJournal journal = new PoolJournal("test", List.of());

	@Test
	void latestEndingsAreKept() {
		for (int i = 1; i <= WorkerPoolBuilder.HISTORY + 5; i++) {
			this.journal.workerEnded(ending("worker-" + i), i % 2 == 0);
		}
		assertThat(this.journal.endings()).hasSize(WorkerPoolBuilder.HISTORY);
		assertThat(this.journal.endings().get(0).worker()).isEqualTo("worker-25");
		assertThat(this.journal.endings().get(19).worker()).isEqualTo("worker-6");
		assertThat(this.journal.counts(0).restarts()).isEqualTo(12);
	}

	@Test
	void callsThatWereNotAcceptedDoNotCount() {
		this.journal.notAccepted();
		this.journal.workerAbandoned();
		PoolCounts counts = this.journal.counts(5);
		assertThat(counts.accepted()).isEqualTo(4);
		assertThat(counts.inFlight()).isEqualTo(4);
		assertThat(counts.rejected()).isZero();
		assertThat(counts.abandoned()).isOne();
	}

	@Test
	void callsInFlightAreThoseThatHaveNoOutcome() {
		PoolCounts counts = new PoolCounts(100, 0, 1, 2, 4, 8, 16, 0, 0);
		assertThat(counts.completed()).isEqualTo(31);
		assertThat(counts.inFlight()).isEqualTo(69);
		assertThat(new PoolCounts(0, 0, 1, 0, 0, 0, 0, 0, 0).inFlight()).isZero();
	}

	@Test
	void listenersHearOfEverything() {
		PoolListener listener = mock(PoolListener.class);
		PoolJournal told = new PoolJournal("test", List.of(listener));
		Task task = new MockTasks().task();
		WorkerEnding ending = ending("worker-1");
		told.rejected(task);
		told.settled(task, TaskOutcome.ERROR, 3, 4, new IllegalStateException("body"));
		told.saturated();
		told.drained();
		told.workerStarted("worker-1");
		told.workerEnded(ending, true);
		then(listener).should().taskRejected("test", "lambda");
		then(listener).should().taskCompleted("test", "lambda", TaskOutcome.ERROR, 3, 4);
		then(listener).should().poolSaturated("test");
		then(listener).should().poolDrained("test");
		then(listener).should().workerStarted("test", "worker-1");
		then(listener).should().workerEnded("test", ending, true);
		assertThat(told.failures()).singleElement()
			.satisfies((failure) -> assertThat(failure.reason()).contains("IllegalStateException: body"));
	}

	@Test
	void listenerThatFailsIsLoggedAndKeepsNothingFromTheOthers() {
		PoolListener failing = mock(PoolListener.class, (invocation) -> {
			if (invocation.getMethod().getName().equals("toString")) {
				return "failing";
			}
			throw new NoClassDefFoundError(invocation.getMethod().getName());
		});
		PoolListener listener = mock(PoolListener.class);
		PoolJournal told = new PoolJournal("test", List.of(failing, listener));
		Task task = new MockTasks().task();
		try (LogRecords log = new LogRecords(PoolJournal.class, (record) -> true)) {
			told.saturated();
			told.settled(task, TaskOutcome.SUCCESS, 3, 4, null);
			assertThat(log.texts()).hasSize(2)
				.allSatisfy((text) -> assertThat(text).isEqualTo("WARNING Listener failing of pool 'test' failed"));
			assertThat(log.all()).extracting((record) -> record.getThrown().getMessage())
				.containsExactly("poolSaturated", "taskCompleted");
		}
		then(listener).should().poolSaturated("test");
		then(listener).should().taskCompleted("test", "lambda", TaskOutcome.SUCCESS, 3, 4);
		assertThat(told.counts(1).succeeded()).isOne();
	}

	private static WorkerEnding ending(String worker) {
		return new WorkerEnding(worker, WorkerState.FAILED, Instant.EPOCH, EndingCause.DEATH, "killed");
	}

}

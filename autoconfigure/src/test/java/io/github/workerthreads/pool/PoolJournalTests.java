package io.github.workerthreads.pool;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

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

	private static WorkerEnding ending(String worker) {
		return new WorkerEnding(worker, WorkerState.FAILED, Instant.EPOCH, EndingCause.DEATH, "killed");
	}

}

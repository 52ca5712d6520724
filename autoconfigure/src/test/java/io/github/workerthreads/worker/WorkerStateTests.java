package io.github.workerthreads.worker;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerState}.
 */
class WorkerStateTests {

	@Test
	void workerThatServesMayBeAskedToEnd() {
		assertThat(only(WorkerState::serves)).containsExactlyInAnyOrder(WorkerState.STARTING, WorkerState.IDLE,
				WorkerState.BUSY);
		assertThat(only(WorkerState::serves)).allMatch((state) -> state.canBecome(WorkerState.TERMINATING));
	}

	@Test
	void workerThatHasEndedBecomesNothingElse() {
		Set<WorkerState> ended = only(WorkerState::hasEnded);
		assertThat(ended).containsExactlyInAnyOrder(WorkerState.TERMINATED, WorkerState.KILLED, WorkerState.FAILED);
		assertThat(ended).allSatisfy((state) -> assertThat(only(state::canBecome)).isEmpty());
	}

	@Test
	void abandonedWorkerMayEndButServesNoMore() {
		assertThat(only(WorkerState.ABANDONED::canBecome)).containsExactlyInAnyOrder(WorkerState.TERMINATED,
				WorkerState.KILLED);
	}

	private static Set<WorkerState> only(Predicate<WorkerState> condition) {
		return Arrays.stream(WorkerState.values())
			.filter(condition)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(WorkerState.class)));
	}

}

package io.github.workerthreads.worker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerIds}.
 */
class WorkerIdsTests {

	private static final long FIRST_INSIDE_3 = (3L << 20) + 1;

	private static final long LAST_INSIDE_3 = 4L << 20;

	@Test
	void numbersGoUpFromThoseOfTheOuterWorker() {
		WorkerIds.beginInside(3);
		assertThat(WorkerIds.next()).isEqualTo(FIRST_INSIDE_3);
		assertThat(WorkerIds.next()).isEqualTo(FIRST_INSIDE_3 + 1);
	}

	@ParameterizedTest
	@ValueSource(longs = { 3, FIRST_INSIDE_3, LAST_INSIDE_3, (FIRST_INSIDE_3 << 20) + 1, LAST_INSIDE_3 << 20 })
	void workerIsInsideItselfAndWhoseProcessGivesItsNumber(long id) {
		assertThat(WorkerIds.isInside(id, 3)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 2, 4, FIRST_INSIDE_3 - 1, LAST_INSIDE_3 + 1, (LAST_INSIDE_3 << 20) + (1 << 20) + 1 })
	void workerIsNotInsideAnother(long id) {
		assertThat(WorkerIds.isInside(id, 3)).isFalse();
	}

}

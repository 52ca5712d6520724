package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerFuture}: those that are of no task.
 */
class WorkerFutureTests {

	@Test
	void completedFutureHasItsResultAndNoTask() {
		List<Object> items = new ArrayList<>();
		WorkerFuture<String> future = WorkerFuture.completedFuture("result");
		assertThat((Object) future.onProgress(items::add)).isSameAs(future);
		assertThat(future.toCompletableFuture()).isCompletedWithValue("result");
		assertThat(future.taskId()).isZero();
		assertThat(future.missedProgress()).isZero();
		assertThat(items).isEmpty();
	}

	@Test
	void failedFutureHasItsFailure() {
		IllegalStateException failure = new IllegalStateException("failure");
		assertThat(WorkerFuture.failedFuture(failure).toCompletableFuture()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isSameAs(failure);
	}

}

package io.github.workerthreads.sample.mandelbrot;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AllOrNone}.
 */
class AllOrNoneTests {

	private final CompletableFuture<String> first = new CompletableFuture<>();

	private final CompletableFuture<String> second = new CompletableFuture<>();

	private final CompletableFuture<List<String>> whole = AllOrNone.of(List.of(this.first, this.second));

	@Test
	void resultsComeInTheOrderOfTheFutures() {
		this.second.complete("two");
		assertThat(this.whole).isNotDone();
		this.first.complete("one");
		assertThat(this.whole).isCompletedWithValue(List.of("one", "two"));
	}

	@Test
	void firstFailureIsTheFailureOfTheWholeAndCancelsTheOthers() {
		IllegalStateException failure = new IllegalStateException("expected");
		this.second.completeExceptionally(failure);
		assertThat(this.whole).failsWithin(Duration.ZERO)
			.withThrowableOfType(ExecutionException.class)
			.withCause(failure);
		assertThat(this.first).isCancelled();
	}

	@Test
	void noFuturesAreNoResults() {
		assertThat(AllOrNone.of(List.of())).isCompletedWithValue(List.of());
	}

}

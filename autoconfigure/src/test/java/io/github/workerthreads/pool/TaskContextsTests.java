package io.github.workerthreads.pool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskContexts}: carriers that fail.
 */
@Timeout(60)
class TaskContextsTests {

	private final TestPools pools = new TestPools();

	private final List<String> steps = new CopyOnWriteArrayList<>();

	private final LogRecords log = new LogRecords(TaskContexts.class, (record) -> true);

	@AfterEach
	void close() {
		this.pools.close();
		this.log.close();
	}

	@ParameterizedTest
	@CsvSource({ "capture, captured", "open, opened", "close, closed", "clear, closed" })
	void carrierThatThrowsAnErrorCostsNeitherCallNorWorker(String failing, String what) throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.contextCarrier(new Carrier("healthy", "nothing"))
			.contextCarrier(new Carrier("failing", failing)));
		assertThat(pool.submit(() -> "runs").get(10, TimeUnit.SECONDS)).isEqualTo("runs");
		assertThat(this.steps).startsWith("healthy capture").contains("healthy open", "healthy close");
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> pool.submit(() -> {
			throw new IllegalStateException("body");
		}).get(10, TimeUnit.SECONDS))
			.withRootCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("body");
		assertThat(pool.snapshot().counts().restarts()).isZero();
		String warning = "WARNING The context of task 'lambda' of pool 'test' could not be %s by ".formatted(what);
		assertThat(this.log.texts()).hasSize(2).allSatisfy((text) -> assertThat(text).startsWith(warning));
	}

	/**
	 * Carrier of the word "context".
	 */
	private final class Carrier implements TaskContextCarrier {

		private final String name;

		private final String failing;

		Carrier(String name, String failing) {
			this.name = name;
			this.failing = failing;
		}

		@Override
		public @Nullable Object capture(TaskInfo task) {
			step("capture");
			return (this.failing.equals("clear")) ? null : "context";
		}

		@Override
		public Scope open(TaskInfo task, Object captured) {
			step("open");
			return (outcome, failure) -> step("close");
		}

		@Override
		public void clear() {
			step("clear");
		}

		private void step(String step) {
			TaskContextsTests.this.steps.add(this.name + " " + step);
			if (step.equals(this.failing)) {
				throw new AssertionError(this.name + " " + step);
			}
		}

	}

}

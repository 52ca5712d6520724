package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WorkerContext}: what workers of pools have of long-lived ones.
 */
class WorkerContextTests {

	private final WorkerContext context = new PooledContext();

	@Test
	void workerOfAPoolHasNoParentPort() {
		assertThat(this.context.threadId()).isEqualTo(7);
		assertThat(this.context.parentPort()).isNull();
		assertThat(this.context.workerData()).isNull();
	}

	@Test
	void workerOfAPoolPrintsWhereTheApplicationDoes() {
		assertThat(this.context.stdout()).isSameAs(System.out);
		assertThat(this.context.stderr()).isSameAs(System.err);
	}

	@Test
	void workerOfAPoolDoesNotExitByItself() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.context.exit(0))
			.withMessage("Worker 'pooled' belongs to a pool, which decides when it ends");
	}

	@Test
	void threadThatIsNoWorkerHasNoContext() {
		assertThat(WorkerContext.current()).isNull();
	}

	private static final class PooledContext implements WorkerContext {

		@Override
		public long workerId() {
			return 7;
		}

		@Override
		public String workerName() {
			return "pooled";
		}

		@Override
		public @Nullable String poolName() {
			return "pool";
		}

		@Override
		public long taskId() {
			return 1;
		}

		@Override
		public CancellationSignal cancellationSignal() {
			return new StopSignal((callbacks) -> true);
		}

		@Override
		public void emit(Object progress) {
		}

	}

}

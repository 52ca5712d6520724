package io.github.workerthreads.pool;

import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.PoolSaturatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PoolListener}s that fail.
 */
@Timeout(60)
class PoolListenerTests {

	private final TestPools pools = new TestPools();

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void listenerThatThrowsAnErrorCostsNoCall() throws Exception {
		WorkerPool pool = this.pools.build(TestPools.SMALL.queueCapacity(0).listener(new Failing()));
		assertThat(pool.submit(() -> "runs").get(10, TimeUnit.SECONDS)).isEqualTo("runs");
		TestPools.awaitIdle(pool);
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> pool.submit(() -> {
			throw new IllegalStateException("body");
		}).get(10, TimeUnit.SECONDS)).withRootCauseInstanceOf(IllegalStateException.class);
		TestPools.awaitIdle(pool);
		this.pools.block(pool);
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> pool.submit(() -> "x").get(10, TimeUnit.SECONDS))
			.withCauseInstanceOf(PoolSaturatedException.class);
		assertThat(pool.terminate(pool.snapshot().workers().get(0).id()).get(10, TimeUnit.SECONDS)).isNotNull();
		Awaitility.await()
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(pool.submit(() -> "next").get(1, TimeUnit.SECONDS)).isEqualTo("next"));
	}

	private static final class Failing implements PoolListener {

		@Override
		public void taskRejected(String pool, String task) {
			throw new NoClassDefFoundError("rejected");
		}

		@Override
		public void taskCompleted(String pool, String task, TaskOutcome outcome, long queueNanos, long runNanos) {
			throw new NoClassDefFoundError("completed");
		}

		@Override
		public void workerStarted(String pool, String worker) {
			throw new NoClassDefFoundError("started");
		}

		@Override
		public void workerEnded(String pool, WorkerEnding ending, boolean replaced) {
			throw new NoClassDefFoundError("ended");
		}

	}

}

package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.PoolFixture.Blocked;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BlockedTaskLog}.
 */
@Timeout(60)
class BlockedTaskLogTests {

	private final Logger logger = Logger.getLogger(BlockedTaskLog.class.getName());

	private final List<LogRecord> records = new CopyOnWriteArrayList<>();

	// What a pool of an earlier test still logs as it closes is not looked at
	private String pool = "test";

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord record) {
			if (record.getMessage().contains("of pool '%s'".formatted(BlockedTaskLogTests.this.pool))) {
				BlockedTaskLogTests.this.records.add(record);
			}
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	@BeforeEach
	void listen() {
		this.logger.addHandler(this.handler);
	}

	@AfterEach
	void stopListening() {
		this.logger.removeHandler(this.handler);
	}

	@Test
	void taskThatRunsLongIsLoggedWithItsStackOncePerPeriod() throws Exception {
		WorkerPoolBuilder builder = PoolFixture.BUILDER.size(1).blockedAfter(Duration.ofSeconds(10));
		try (PoolFixture fixture = new PoolFixture(builder)) {
			fixture.passAndLook(Duration.ofSeconds(3));
			Blocked task = fixture.block();
			fixture.passAndLook(Duration.ofMillis(9_900));
			assertThat(this.records).isEmpty();
			fixture.passAndLook(Duration.ofMillis(200));
			assertThat(this.records).singleElement().satisfies((record) -> {
				assertThat(record.getLevel()).isEqualTo(Level.WARNING);
				assertThat(record.getMessage()).isEqualTo("Task 'lambda' of pool 'test' has been running on worker "
						+ "'worker-test-1' for 10.1 s (worker-threads.pools.test.blocked-after is 10 s)");
				assertThat(record.getThrown()).hasMessage("Stack of worker 'worker-test-1'");
				assertThat(record.getThrown().getStackTrace()).extracting(StackTraceElement::getMethodName)
					.anyMatch((method) -> method.contains("block"));
			});
			fixture.passAndLook(Duration.ofSeconds(5));
			assertThat(this.records).hasSize(1);
			fixture.passAndLook(Duration.ofSeconds(5));
			assertThat(this.records).hasSize(2);
			fixture.passAndLook(Duration.ofMinutes(1));
			assertThat(this.records).hasSize(3);
			task.end();
			fixture.awaitIdle();
			fixture.passAndLook(Duration.ofMinutes(1));
			assertThat(this.records).hasSize(3);
		}
	}

	@Test
	void taskThatRunsLongIsFoundWithoutAnythingElseToDo() throws Exception {
		WorkerPoolBuilder builder = PoolFixture.BUILDER.size(1).blockedAfter(Duration.ofMillis(50));
		this.pool = "alone";
		try (WorkerPool pool = builder.build(this.pool, new KillableRuntime())) {
			pool.submit(() -> {
				Awaitility.await().until(() -> !this.records.isEmpty());
				return null;
			}).get();
		}
		assertThat(this.records.get(0).getMessage()).contains("blocked-after is 50 ms");
	}

	@Test
	void nothingIsLoggedWithALimitOfZero() throws Exception {
		try (PoolFixture fixture = new PoolFixture(PoolFixture.BUILDER.size(1))) {
			fixture.block();
			fixture.passAndLook(Duration.ofDays(1));
			assertThat(this.records).isEmpty();
		}
	}

}

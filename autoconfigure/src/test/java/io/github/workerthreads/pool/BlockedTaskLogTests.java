package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.logging.Level;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.PoolFixture.Blocked;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BlockedTaskLog}.
 */
@Timeout(60)
class BlockedTaskLogTests {

	// What a pool of an earlier test still logs as it closes is not looked at
	private String pool = "test";

	private final LogRecords log = new LogRecords(BlockedTaskLog.class,
			(record) -> record.getMessage().contains("of pool '%s'".formatted(this.pool)));

	@AfterEach
	void stopListening() {
		this.log.close();
	}

	@Test
	void taskThatRunsLongIsLoggedWithItsStackOncePerPeriod() throws Exception {
		WorkerPoolBuilder builder = PoolFixture.BUILDER.size(1).blockedAfter(Duration.ofSeconds(10));
		try (PoolFixture fixture = new PoolFixture(builder)) {
			fixture.passAndLook(Duration.ofSeconds(3));
			Blocked task = fixture.block();
			fixture.passAndLook(Duration.ofMillis(9_900));
			assertThat(this.log.all()).isEmpty();
			fixture.passAndLook(Duration.ofMillis(200));
			assertThat(this.log.all()).singleElement().satisfies((record) -> {
				assertThat(record.getLevel()).isEqualTo(Level.WARNING);
				assertThat(record.getMessage()).isEqualTo("Task 'lambda' of pool 'test' has been running on worker "
						+ "'worker-test-1' for 10.1 s (worker-threads.pools.test.blocked-after is 10 s)");
				assertThat(record.getThrown()).hasMessage("Stack of worker 'worker-test-1'");
				assertThat(record.getThrown().getStackTrace()).extracting(StackTraceElement::getMethodName)
					.anyMatch((method) -> method.contains("block"));
			});
			fixture.passAndLook(Duration.ofSeconds(5));
			assertThat(this.log.all()).hasSize(1);
			fixture.passAndLook(Duration.ofSeconds(5));
			assertThat(this.log.all()).hasSize(2);
			fixture.passAndLook(Duration.ofMinutes(1));
			assertThat(this.log.all()).hasSize(3);
			task.end();
			fixture.awaitIdle();
			fixture.passAndLook(Duration.ofMinutes(1));
			assertThat(this.log.all()).hasSize(3);
		}
	}

	@Test
	void taskThatRunsLongIsFoundWithoutAnythingElseToDo() throws Exception {
		WorkerPoolBuilder builder = PoolFixture.BUILDER.size(1).blockedAfter(Duration.ofMillis(50));
		this.pool = "alone";
		try (WorkerPool pool = builder.build(this.pool, new KillableRuntime())) {
			pool.submit(() -> {
				Awaitility.await().until(() -> !this.log.all().isEmpty());
				return null;
			}).get();
		}
		assertThat(this.log.all().get(0).getMessage()).contains("blocked-after is 50 ms");
	}

	@Test
	void nothingIsLoggedWithALimitOfZero() throws Exception {
		try (PoolFixture fixture = new PoolFixture(PoolFixture.BUILDER.size(1))) {
			fixture.block();
			fixture.passAndLook(Duration.ofDays(1));
			assertThat(this.log.all()).isEmpty();
		}
	}

}

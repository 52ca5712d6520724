package io.github.workerthreads.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.github.workerthreads.pool.PoolStatus;
import io.github.workerthreads.pool.RestartPolicy;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerPoolHealthIndicator}.
 */
@Timeout(60)
class WorkerPoolHealthIndicatorTests {

	private final WorkerPoolBuilder builder = new WorkerPoolBuilder().size(1)
		.terminateGrace(Duration.ofMillis(20))
		.drainPeriod(Duration.ZERO);

	private final CountDownLatch running = new CountDownLatch(1);

	private volatile boolean stopLoop;

	private WorkerPool pool = this.builder.build("test", new ThreadWorkerRuntime(getClass().getClassLoader()));

	@AfterEach
	void closePool() {
		this.stopLoop = true;
		this.pool.close();
	}

	@Test
	void poolThatServesIsUp() {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("workers", 1L)
			.containsEntry("size", 1)
			.containsEntry("queued", 0)
			.containsEntry("spares", 0)
			.containsEntry("abandoned", 0)
			.containsEntry("deaths", 0)
			.doesNotContainKey("reasons");
	}

	@Test
	void pausedPoolIsOutOfService() {
		this.pool.pause();
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(reasons()).containsExactly("paused: calls wait until the pool is resumed");
		this.pool.resume();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void closedPoolIsOutOfService() {
		this.pool.close();
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(reasons()).containsExactly("closed: accepts no calls");
	}

	@Test
	void poolWithAbandonedWorkerIsUpWithReason() throws Exception {
		this.pool.submit(this::loopForEver);
		this.running.await();
		this.pool.terminate(1).get();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("workers", 1L).containsEntry("abandoned", 1);
		assertThat(reasons()).containsExactly("abandoned workers still run: [worker-test-1]");
		this.stopLoop = true;
		Awaitility.await().untilAsserted(() -> assertThat(health().getDetails()).doesNotContainKey("reasons"));
	}

	@Test
	void poolWithoutLiveWorkerIsDown() {
		this.pool.close();
		this.pool = this.builder.build("test", new FailingRuntime());
		Awaitility.await().untilAsserted(() -> assertThat(health().getStatus()).isEqualTo(Status.DOWN));
		assertThat(reasons()).containsExactly("no live worker");
	}

	@Test
	void poolWhoseWorkersDieTooOftenIsDownWithTheReasonUntilItIsResumed() {
		this.pool.close();
		this.pool = this.builder.restart(RestartPolicy.defaults().withIntensity(1).withBackoff(Duration.ofMillis(1)))
			.build("test", new FailingRuntime());
		Awaitility.await().until(() -> this.pool.snapshot().status() == PoolStatus.FAILED);
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(health().getDetails()).containsEntry("deaths", 2);
		assertThat(reasons()).singleElement()
			.asString()
			.startsWith("failed at ")
			.contains("2 workers died within 60 s (restart.intensity is 1)", "no more threads")
			.endsWith("Accepts no calls until it is resumed");
	}

	@Test
	void poolThatKeepsNoWorkerIsUp() {
		this.pool.close();
		this.pool = this.builder.minSize(0).build("test", new ThreadWorkerRuntime(getClass().getClassLoader()));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("workers", 0L).doesNotContainKey("reasons");
	}

	@Test
	void poolWithBlockedWorkerIsUpWithReason() throws Exception {
		this.pool.close();
		this.pool = this.builder.blockedAfter(Duration.ofMillis(1))
			.build("test", new ThreadWorkerRuntime(getClass().getClassLoader()));
		this.pool.submit(this::loopForEver);
		this.running.await();
		Awaitility.await().untilAsserted(() -> assertThat(health().getDetails()).containsKey("reasons"));
		assertThat(reasons())
			.containsExactly("workers run a task for longer than blocked-after (PT0.001S): [worker-test-1]");
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	private Health health() {
		return new WorkerPoolHealthIndicator(this.pool).health();
	}

	@SuppressWarnings("unchecked")
	private List<String> reasons() {
		return (List<String>) health().getDetails().get("reasons");
	}

	private String loopForEver() {
		this.running.countDown();
		while (!this.stopLoop) {
			Thread.onSpinWait();
		}
		return "stopped";
	}

	/**
	 * A rung whose workers never come up.
	 */
	private static final class FailingRuntime implements WorkerRuntime {

		@Override
		public Isolation isolation() {
			return Isolation.THREAD;
		}

		@Override
		public RuntimeCapabilities capabilities() {
			return new RuntimeCapabilities(true, false);
		}

		@Override
		public Call prepare(Call call) {
			return call;
		}

		@Override
		public void discard(Call prepared) {
			// calls hold nothing here
		}

		@Override
		public WorkerLink create(WorkerSettings settings, WorkerListener listener) {
			return new FailingLink();
		}

	}

	private static final class FailingLink implements WorkerLink {

		@Override
		public void start() {
			throw new IllegalStateException("no more threads");
		}

		@Override
		public void execute(Assignment assignment) {
		}

		@Override
		public void interrupt() {
		}

		@Override
		public void terminate() {
		}

		@Override
		public WorkerInspection inspect() {
			throw new IllegalStateException("never started");
		}

	}

}

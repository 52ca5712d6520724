package io.github.workerthreads.observation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.PoolCounts;
import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.TaskOutcome;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkersMetrics}.
 */
@Timeout(60)
class WorkersMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final WorkersMetrics metrics = new WorkersMetrics(() -> new WorkerPools(List.of(pool())));

	private final WorkerPool pool = new WorkerPoolBuilder().size(1)
		.queueCapacity(2)
		.terminateGrace(Duration.ofMillis(20))
		.drainPeriod(Duration.ZERO)
		.listener(this.metrics)
		.build("images", new ThreadWorkerRuntime(getClass().getClassLoader()));

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private volatile boolean stopLoop;

	@BeforeEach
	void bind() throws Exception {
		this.pool.submit(() -> "not metered").get();
		this.metrics.bindTo(this.registry);
	}

	@AfterEach
	void closePool() {
		this.stopLoop = true;
		this.release.countDown();
		this.pool.close();
	}

	@Test
	void namesAndTagsAreAsDocumented() throws Exception {
		this.pool.submit(() -> "done", named("scale")).get();
		Set<String> meters = this.registry.getMeters().stream().map(this::describe).collect(Collectors.toSet());
		String common = "isolation=thread, pool=images";
		assertThat(meters).containsExactlyInAnyOrder("workers.pool.size GAUGE [%s, state=starting]".formatted(common),
				"workers.pool.size GAUGE [%s, state=idle]".formatted(common),
				"workers.pool.size GAUGE [%s, state=busy]".formatted(common),
				"workers.pool.size GAUGE [%s, state=terminating]".formatted(common),
				"workers.pool.size GAUGE [%s, state=spare]".formatted(common),
				"workers.pool.limit GAUGE [%s]".formatted(common), "workers.queue.size GAUGE [%s]".formatted(common),
				"workers.queue.remaining GAUGE [%s]".formatted(common),
				"workers.abandoned GAUGE [%s]".formatted(common), "workers.utilization GAUGE [%s]".formatted(common),
				"workers.cpu.time COUNTER [%s]".formatted(common), "workers.queue.wait TIMER [%s]".formatted(common),
				"workers.rejected COUNTER [%s]".formatted(common),
				"workers.restarts COUNTER [cause=terminated, %s]".formatted(common),
				"workers.restarts COUNTER [cause=killed, %s]".formatted(common),
				"workers.restarts COUNTER [cause=abandoned, %s]".formatted(common),
				"workers.restarts COUNTER [cause=failed, %s]".formatted(common),
				"workers.restarts COUNTER [cause=recycled, %s]".formatted(common),
				"workers.task TIMER [isolation=thread, outcome=success, pool=images, task=scale]");
	}

	@Test
	void gaugesShowWhatPoolDoes() throws Exception {
		assertThat(gauge("workers.pool.limit")).isEqualTo(1);
		assertThat(gauge("workers.queue.remaining")).isEqualTo(2);
		this.pool.submit(this::waitForRelease);
		this.running.await();
		this.pool.submit(() -> "queued");
		assertThat(gauge("workers.pool.size", "state", "busy")).isEqualTo(1);
		assertThat(gauge("workers.pool.size", "state", "idle")).isZero();
		assertThat(gauge("workers.queue.size")).isEqualTo(1);
		assertThat(gauge("workers.queue.remaining")).isEqualTo(1);
		assertThat(gauge("workers.utilization")).isGreaterThan(0).isLessThanOrEqualTo(1);
		assertThat(this.registry.get("workers.cpu.time").functionCounter().count()).isGreaterThan(0);
		this.release.countDown();
		Awaitility.await().until(() -> gauge("workers.pool.size", "state", "idle") == 1);
	}

	@Test
	void limitFollowsTheSize() {
		this.pool.resize(3);
		assertThat(gauge("workers.pool.limit")).isEqualTo(3);
	}

	@Test
	void recycledWorkersAreNoDeaths() {
		this.pool.recycle();
		Awaitility.await().until(() -> restarts("recycled") == 1);
		assertThat(restarts("terminated")).isZero();
		Awaitility.await().until(() -> gauge("workers.pool.size", "state", "spare") == 0);
	}

	@Test
	void everyOutcomeIsTimed() throws Exception {
		this.pool.submit(() -> "done", named("scale")).get();
		settle(this.pool.submit(() -> {
			throw new IllegalStateException();
		}, named("scale")));
		settle(this.pool.submit(() -> new CountDownLatch(1).await(1, TimeUnit.HOURS),
				named("scale").withTimeout(Duration.ofMillis(1))));
		WorkerFuture<String> cancelled = this.pool.submit(this::waitForRelease, named("scale"));
		this.running.await();
		cancelled.cancel(true);
		settle(cancelled);
		for (String outcome : List.of("success", "error", "timeout", "cancelled")) {
			Awaitility.await().untilAsserted(() -> assertThat(timed("scale", outcome)).as(outcome).isEqualTo(1));
		}
		assertThat(this.registry.get("workers.queue.wait").timer().count()).isEqualTo(4);
		assertThat(this.registry.get("workers.task").tag("outcome", "timeout").timer().totalTime(TimeUnit.MILLISECONDS))
			.isGreaterThanOrEqualTo(1);
	}

	@Test
	void timersAddUpToAcceptedCalls() throws Exception {
		PoolCounts before = this.pool.snapshot().counts();
		this.pool.submit(this::waitForRelease);
		this.running.await();
		List<WorkerFuture<String>> futures = List.of(this.pool.submit(() -> "a"), this.pool.submit(() -> "b"),
				this.pool.submit(() -> "rejected"));
		futures.get(1).cancel(true);
		this.release.countDown();
		futures.forEach(this::settle);
		assertThat(this.registry.get("workers.rejected").counter().count()).isEqualTo(1);
		long accepted = this.pool.snapshot().counts().accepted() - before.accepted();
		assertThat(accepted).isEqualTo(3);
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					this.registry.find("workers.task").timers().stream().mapToLong((timer) -> timer.count()).sum())
				.isEqualTo(accepted));
	}

	@Test
	void workerThatWasAbandonedCountsUntilItEnds() throws Exception {
		this.pool.submit(this::loopForEver);
		this.running.await();
		this.pool.terminate(this.pool.snapshot().workers().get(0).id()).get();
		assertThat(gauge("workers.abandoned")).isEqualTo(1);
		assertThat(restarts("abandoned")).isEqualTo(1);
		this.stopLoop = true;
		Awaitility.await().until(() -> gauge("workers.abandoned") == 0);
		assertThat(restarts("abandoned")).isEqualTo(1);
		assertThat(restarts("terminated")).isZero();
	}

	@Test
	void namesOfTasksAreBounded() {
		for (int i = 0; i < TaskTimers.MAX_TASKS + 50; i++) {
			this.metrics.taskCompleted("images", "task-" + i, TaskOutcome.SUCCESS, 1, 1);
			this.metrics.taskCompleted("images", "task-" + i, TaskOutcome.SUCCESS, 1, 1);
		}
		assertThat(this.registry.find("workers.task").timers()).hasSize(TaskTimers.MAX_TASKS + 1);
		assertThat(timed(TaskTimers.OTHER, "success")).isEqualTo(100);
		assertThat(timed("task-0", "success")).isEqualTo(2);
	}

	@Test
	void timingDoesNotAllocate() {
		ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
		int calls = 100_000;
		time(calls);
		long before = threads.getCurrentThreadAllocatedBytes();
		time(calls);
		assertThat((double) (threads.getCurrentThreadAllocatedBytes() - before) / calls).isLessThan(1);
	}

	private void time(int calls) {
		for (int i = 0; i < calls; i++) {
			this.metrics.taskCompleted("images", "scale", TaskOutcome.SUCCESS, 1, 1);
		}
	}

	@Test
	void everyRegistryIsServed() throws Exception {
		SimpleMeterRegistry other = new SimpleMeterRegistry();
		this.metrics.bindTo(other);
		this.pool.submit(() -> "done", named("scale")).get();
		assertThat(other.get("workers.task").timer().count()).isEqualTo(1);
		assertThat(timed("scale", "success")).isEqualTo(1);
	}

	@Test
	void poolThatIsNotKnownIsLeftOut() {
		this.metrics.taskCompleted("unknown", "task", TaskOutcome.SUCCESS, 1, 1);
		this.metrics.taskRejected("unknown", "task");
		assertThat(this.registry.find("workers.task").timers()).isEmpty();
	}

	private WorkerPool pool() {
		return this.pool;
	}

	private String waitForRelease() throws InterruptedException {
		this.running.countDown();
		this.release.await();
		return "released";
	}

	private String loopForEver() {
		this.running.countDown();
		while (!this.stopLoop) {
			Thread.onSpinWait();
		}
		return "stopped";
	}

	private void settle(WorkerFuture<?> future) {
		future.toCompletableFuture().handle((result, failure) -> failure).join();
	}

	private double gauge(String name, String... tags) {
		return this.registry.get(name).tags(tags).gauge().value();
	}

	private double restarts(String cause) {
		return this.registry.get("workers.restarts").tag("cause", cause).counter().count();
	}

	private long timed(String task, String outcome) {
		return this.registry.get("workers.task").tags("task", task, "outcome", outcome).timer().count();
	}

	private String describe(Meter meter) {
		return "%s %s %s".formatted(meter.getId().getName(), meter.getId().getType(),
				meter.getId().getTags().stream().map(this::describe).toList());
	}

	private String describe(Tag tag) {
		return tag.getKey() + "=" + tag.getValue();
	}

	private static TaskOptions named(String name) {
		return TaskOptions.defaults().withName(name);
	}

}

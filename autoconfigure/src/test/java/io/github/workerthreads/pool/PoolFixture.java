package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;

import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * One pool of a test on a clock that goes on only when it is told to, with tasks that
 * block until they are released.
 */
final class PoolFixture implements AutoCloseable {

	static final WorkerPoolBuilder BUILDER = new WorkerPoolBuilder().timeout(Duration.ZERO)
		.queueTimeout(Duration.ZERO)
		.blockedAfter(Duration.ZERO)
		.terminateGrace(Duration.ofMillis(200))
		.drainPeriod(Duration.ZERO);

	final DefaultWorkerPool pool;

	private final AtomicLong clock = new AtomicLong();

	private final List<CountDownLatch> releases = new ArrayList<>();

	PoolFixture(WorkerPoolBuilder builder) {
		this(builder, new ThreadWorkerRuntime(PoolFixture.class.getClassLoader()));
	}

	PoolFixture(WorkerPoolBuilder builder, WorkerRuntime runtime) {
		this.pool = new DefaultWorkerPool("test", builder.options(), runtime, List.of(), () -> true, List.of(),
				this.clock::get);
		this.pool.run();
	}

	/**
	 * Let time pass, and see to it that the pool notices.
	 * @param duration the time
	 */
	void pass(Duration duration) {
		this.clock.addAndGet(duration.toNanos());
		this.pool.watch(0);
	}

	/**
	 * Let time pass that only this thread notices: it looks as the supervisor would. For
	 * pools in which nothing else wakes the supervisor.
	 * @param duration the time
	 */
	void passAndLook(Duration duration) {
		this.clock.addAndGet(duration.toNanos());
		this.pool.supervisor().look(this.pool.now());
	}

	/**
	 * Occupy one more worker.
	 * @return the task, which ends when it is released or interrupted
	 * @throws InterruptedException if the wait for its start is interrupted
	 */
	Blocked block() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.releases.add(release);
		WorkerFuture<String> future = this.pool.submit(() -> {
			started.countDown();
			release.await();
			return Thread.currentThread().getName();
		});
		assertThat(started.await(10, TimeUnit.SECONDS)).as("a worker takes the task").isTrue();
		return new Blocked(future, release);
	}

	List<String> names() {
		return this.pool.snapshot().workers().stream().map(WorkerSnapshot::name).toList();
	}

	List<String> spareNames() {
		return this.pool.snapshot().spares().stream().map(WorkerSnapshot::name).toList();
	}

	void awaitNames(String... names) {
		Awaitility.await().untilAsserted(() -> assertThat(names()).containsExactly(names));
	}

	void awaitIdle() {
		Awaitility.await()
			.until(() -> this.pool.snapshot()
				.workers()
				.stream()
				.allMatch((worker) -> worker.state() == WorkerState.IDLE));
	}

	void awaitIdle(int count) {
		Awaitility.await()
			.until(() -> this.pool.snapshot()
				.workers()
				.stream()
				.filter((worker) -> worker.state() == WorkerState.IDLE)
				.count() == count);
	}

	void awaitReadySpares(int count) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.pool.snapshot().spares()).hasSize(count)
				.allSatisfy((spare) -> assertThat(spare.state()).isEqualTo(WorkerState.IDLE)));
	}

	List<String> endings() {
		return this.pool.snapshot()
			.endings()
			.stream()
			.map((ending) -> ending.worker() + " " + ending.cause() + ": " + ending.reason())
			.toList();
	}

	void awaitEnding(String ending) {
		Awaitility.await().untilAsserted(() -> assertThat(endings()).contains(ending));
	}

	static Throwable failureOf(WorkerFuture<?> future) {
		Throwable thrown = catchThrowable(() -> future.get(10, TimeUnit.SECONDS));
		assertThat(thrown).isNotNull();
		Throwable failure = (thrown instanceof CancellationException) ? thrown : thrown.getCause();
		assertThat(failure).isNotNull();
		return failure;
	}

	@Override
	public void close() {
		this.releases.forEach(CountDownLatch::countDown);
		Thread closer = new Thread(this.pool::close);
		closer.start();
		Awaitility.await().until(() -> {
			// The grace of what does not end passes too
			pass(Duration.ofMillis(200));
			return !closer.isAlive();
		});
	}

	/**
	 * A task that occupies a worker.
	 *
	 * @param future its outcome: the name of the worker
	 * @param release ends it
	 */
	record Blocked(WorkerFuture<String> future, CountDownLatch release) {

		String end() throws Exception {
			this.release.countDown();
			return this.future.get(10, TimeUnit.SECONDS);
		}

	}

}

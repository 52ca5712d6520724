package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

import org.awaitility.Awaitility;

import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pools of one test, and what keeps their workers busy until the test ends.
 */
final class TestPools implements AutoCloseable {

	/**
	 * One worker, no deadlines.
	 */
	static final WorkerPoolBuilder SMALL = new WorkerPoolBuilder().size(1)
		.queueCapacity(2)
		.timeout(Duration.ZERO)
		.queueTimeout(Duration.ZERO)
		.terminateGrace(Duration.ofMillis(200))
		.drainPeriod(Duration.ofMillis(200));

	private final List<WorkerPool> pools = new ArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	WorkerPool build(WorkerPoolBuilder builder) {
		WorkerPool pool = builder.build("test", new ThreadWorkerRuntime());
		this.pools.add(pool);
		return pool;
	}

	/**
	 * Keep one worker busy until {@link #release()}.
	 * @param pool the pool
	 * @return the task, which has begun
	 * @throws InterruptedException if interrupted
	 * @throws java.util.concurrent.ExecutionException if no worker took it
	 */
	WorkerFuture<String> block(WorkerPool pool) throws InterruptedException, ExecutionException {
		CountDownLatch begun = new CountDownLatch(1);
		WorkerFuture<String> task = pool.submit(() -> {
			begun.countDown();
			this.release.await();
			return "released";
		});
		task.whenComplete((result, failure) -> begun.countDown());
		begun.await();
		if (task.isDone()) {
			task.get();
		}
		return task;
	}

	/**
	 * Wait until each worker of a pool idles, which may be a moment after its last call
	 * has completed.
	 * @param pool the pool
	 */
	static void awaitIdle(WorkerPool pool) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.untilAsserted(() -> assertThat(pool.snapshot().workers()).hasSize(pool.options().size())
				.allMatch((worker) -> worker.state() == WorkerState.IDLE));
	}

	void release() {
		this.release.countDown();
	}

	@Override
	public void close() {
		release();
		this.pools.forEach(WorkerPool::close);
	}

}

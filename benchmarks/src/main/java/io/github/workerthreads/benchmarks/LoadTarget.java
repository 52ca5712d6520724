package io.github.workerthreads.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.WorkerState;

/**
 * Pools that take calls in turn and give back what they get: of an isolation, or of the
 * JDK for comparison. One thread calls.
 */
final class LoadTarget implements AutoCloseable {

	static final String PLAIN = "plain ThreadPoolExecutor";

	private static final int START_AT_ONCE = 8;

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final List<WorkerPool> pools = new ArrayList<>();

	private final List<ThreadPoolExecutor> executors = new ArrayList<>();

	private final String title;

	private int next;

	private LoadTarget(String title) {
		this.title = title;
	}

	/**
	 * Start pools of an isolation, and wait until all their workers are up.
	 * @param rung the isolation
	 * @param pools how many pools
	 * @param workers how many workers each has
	 * @param queue how many calls may wait in each
	 * @return the target
	 */
	static LoadTarget of(Rung rung, int pools, int workers, int queue) {
		LoadTarget target = new LoadTarget(rung.title());
		WorkerRuntime runtime = rung.runtime();
		try {
			for (int i = 0; i < pools; i++) {
				WorkerPool pool = rung.builder(Math.min(workers, START_AT_ONCE))
					.queueCapacity(queue)
					.build("load-" + i, runtime);
				target.pools.add(pool);
				grow(pool, workers);
			}
			return target;
		}
		catch (RuntimeException ex) {
			target.close();
			throw ex;
		}
	}

	// Step by step, as many processes that start at the same time on few processors take
	// longer than any of them may
	private static void grow(WorkerPool pool, int workers) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		for (int size = Math.min(workers, START_AT_ONCE);; size = Math.min(workers, size + START_AT_ONCE)) {
			pool.resize(size);
			while (idleWorkers(pool) < size) {
				if (System.nanoTime() - deadline > 0) {
					throw new IllegalStateException("%d of %d workers of pool '%s' are up after %s"
						.formatted(idleWorkers(pool), size, pool.name(), PATIENCE));
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			}
			if (size == workers) {
				return;
			}
		}
	}

	private static long idleWorkers(WorkerPool pool) {
		return pool.snapshot().workers().stream().filter((worker) -> worker.state() == WorkerState.IDLE).count();
	}

	/**
	 * Start pools of the JDK.
	 * @param pools how many pools
	 * @param threads how many threads each has
	 * @return the target
	 */
	static LoadTarget plain(int pools, int threads) {
		LoadTarget target = new LoadTarget(PLAIN);
		for (int i = 0; i < pools; i++) {
			target.executors.add((ThreadPoolExecutor) Executors.newFixedThreadPool(threads));
		}
		return target;
	}

	String title() {
		return this.title;
	}

	CompletionStage<?> call(byte[] content) {
		this.next = (this.next + 1) % (this.pools.size() + this.executors.size());
		if (this.pools.isEmpty()) {
			return CompletableFuture.supplyAsync(() -> content, this.executors.get(this.next));
		}
		return this.pools.get(this.next).run(ProcessWorkers.Echo.class, content);
	}

	CompletionStage<?> touch(SharedMemory memory) {
		return this.pools.get(0).run(ProcessWorkers.Touch.class, memory);
	}

	/**
	 * Let calls wait until they are let go.
	 * @return lets them go
	 */
	Runnable hold() {
		if (!this.pools.isEmpty()) {
			this.pools.forEach(WorkerPool::pause);
			return () -> this.pools.forEach(WorkerPool::resume);
		}
		CountDownLatch release = new CountDownLatch(1);
		for (ThreadPoolExecutor executor : this.executors) {
			for (int i = 0; i < executor.getCorePoolSize(); i++) {
				executor.execute(() -> awaitUninterrupted(release));
			}
		}
		return release::countDown;
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.pools.forEach(WorkerPool::close);
		this.executors.forEach(ThreadPoolExecutor::shutdownNow);
	}

}

package io.github.workerthreads.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

import io.github.workerthreads.pool.WorkerPool;

/**
 * Closes the pools of a context, side by side, when the context stops, and starts them
 * again when the context does, as after a checkpoint. Thread-safe.
 */
final class WorkerPoolLifecycle implements SmartLifecycle, DisposableBean {

	/**
	 * After the web server's graceful shutdown ({@code DEFAULT_PHASE - 1024}), when no
	 * request that waits for a worker is left, and before the web server itself
	 * ({@code DEFAULT_PHASE - 2048}) and all that stops later, which tasks may still use.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1536;

	private final Collection<WorkerPool> pools;

	private final Object monitor = new Object();

	// guarded by monitor
	private @Nullable CompletableFuture<@Nullable Void> closed;

	private volatile boolean running;

	WorkerPoolLifecycle(Collection<WorkerPool> pools) {
		this.pools = List.copyOf(pools);
	}

	@Override
	public void start() {
		synchronized (this.monitor) {
			if (this.closed != null) {
				this.closed.join();
				this.closed = null;
				this.pools.forEach(WorkerPool::start);
			}
			this.running = true;
		}
	}

	/**
	 * Close the pools and wait. It takes as long as the pools' drain periods and graces
	 * say: {@code spring.lifecycle.timeout-per-shutdown-phase}, which limits only what is
	 * stopped in the background, would end the beans that tasks use before the tasks.
	 */
	@Override
	public void stop() {
		close().join();
	}

	/**
	 * Close the pools of a context that did not get as far as to be stopped.
	 */
	@Override
	public void destroy() {
		stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return {@code false}: a paused context, as Spring's test support has them between
	 * test classes, is expected to go on where it was, and idle workers cost nothing.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private CompletableFuture<@Nullable Void> close() {
		synchronized (this.monitor) {
			if (this.closed == null) {
				this.closed = CompletableFuture
					.allOf(this.pools.stream().map(this::closeAside).toArray(CompletableFuture<?>[]::new))
					.whenComplete((result, failure) -> this.running = false);
			}
			return this.closed;
		}
	}

	private CompletableFuture<@Nullable Void> closeAside(WorkerPool pool) {
		return CompletableFuture.runAsync(new PoolClosing(pool),
				(closing) -> new Thread(closing, "close-worker-pool-" + pool.name()).start());
	}

}

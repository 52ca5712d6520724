package io.github.workerthreads.pool;

import org.jspecify.annotations.Nullable;

/**
 * Brings tasks and idle workers together. A worker that ends a task takes the next one
 * itself; only a worker that found none is handed one.
 * <p>
 * No task waits while a worker idles: who adds a task looks for an idle worker
 * afterwards, who adds an idle worker looks for a task afterwards, and both are volatile
 * accesses, so that at least one of them finds the other. Lock-free and thread-safe.
 */
final class Dispatcher {

	private final TaskQueue queue;

	private final IdleWorkers idleWorkers = new IdleWorkers();

	private volatile boolean paused;

	Dispatcher(TaskQueue queue) {
		this.queue = queue;
	}

	/**
	 * Give a task to an idle worker or let it wait.
	 * @param task the task
	 * @param limit the most tasks that may wait
	 * @return whether there was a worker or room to wait
	 */
	boolean submit(Task task, int limit) {
		if (this.queue.isEmpty() && handOver(task)) {
			return true;
		}
		if (!this.queue.offer(task, limit)) {
			return false;
		}
		dispatch();
		return true;
	}

	/**
	 * Return the next task for a worker that has ended one.
	 * @return the task, or {@code null} if none waits or the pool is paused
	 */
	@Nullable Task next() {
		return (!this.paused) ? this.queue.poll() : null;
	}

	/**
	 * Take in a worker that waits for a task.
	 * @param worker the worker, which is idle
	 */
	void idle(PooledWorker worker) {
		this.idleWorkers.push(worker);
		dispatch();
	}

	/**
	 * Take back a task that a worker was handed but did not start.
	 * @param task the task
	 */
	void takeBack(Task task) {
		this.queue.putBack(task);
		dispatch();
	}

	void pause() {
		this.paused = true;
	}

	void resume() {
		this.paused = false;
		dispatch();
	}

	boolean isPaused() {
		return this.paused;
	}

	boolean hasIdleWorker() {
		return !this.idleWorkers.isEmpty();
	}

	private boolean handOver(Task task) {
		PooledWorker worker = claim();
		if (worker == null) {
			return false;
		}
		worker.assign(task);
		return true;
	}

	private void dispatch() {
		while (!this.queue.isEmpty()) {
			PooledWorker worker = claim();
			if (worker == null) {
				return;
			}
			Task task = this.queue.poll();
			if (task != null) {
				worker.assign(task);
			}
			else if (worker.unclaim()) {
				this.idleWorkers.push(worker);
			}
		}
	}

	private @Nullable PooledWorker claim() {
		while (!this.paused) {
			PooledWorker worker = this.idleWorkers.pop();
			if (worker == null || worker.claim()) {
				return worker;
			}
		}
		return null;
	}

}

package io.github.workerthreads.pool;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.AdaptiveSpin;

/**
 * Brings tasks and idle workers together. A worker that ends a task takes the next one
 * itself, and searches for a moment before it becomes idle; only an idle worker is handed
 * one. One worker searches at a time.
 * <p>
 * No task waits while a worker idles: who adds a task looks for a searching or idle
 * worker afterwards; who ends a search or adds an idle worker looks for a task
 * afterwards. All of these are volatile accesses, so at least one of them finds the
 * other. Lock-free and thread-safe.
 */
final class Dispatcher {

	private final TaskQueue queue;

	private final IdleWorkers idleWorkers = new IdleWorkers();

	private final AdaptiveSpin spin = new AdaptiveSpin();

	private final AtomicBoolean searching = new AtomicBoolean();

	private volatile boolean paused;

	Dispatcher(TaskQueue queue) {
		this.queue = queue;
	}

	/**
	 * Give a task to a worker or let it wait.
	 * @param task the task
	 * @param limit the most tasks that may wait
	 * @return whether there was a worker or room to wait
	 */
	boolean submit(Task task, int limit) {
		boolean workerSearches = this.searching.get();
		if (!workerSearches && this.queue.isEmpty() && handOver(task)) {
			return true;
		}
		if (!this.queue.offer(task, (workerSearches && limit < Integer.MAX_VALUE) ? limit + 1 : limit)) {
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
	 * Become the one worker that searches.
	 * @return whether no other worker searches; if so, {@link #search()} follows
	 */
	boolean beginSearch() {
		return !this.paused && !this.searching.get() && this.searching.compareAndSet(false, true);
	}

	/**
	 * Look for a task for a moment, and end the search.
	 * @return the task, or {@code null} if none came
	 */
	@Nullable Task search() {
		Task task = null;
		try {
			if (this.spin.await(this.queue)) {
				task = next();
			}
		}
		finally {
			this.searching.set(false);
		}
		if (task != null) {
			// What came while this worker searched was left to it, but it can do only one
			dispatch();
		}
		return task;
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

	boolean hasFreeWorker() {
		return this.searching.get() || !this.idleWorkers.isEmpty();
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
		while (!this.searching.get() && !this.queue.isEmpty()) {
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

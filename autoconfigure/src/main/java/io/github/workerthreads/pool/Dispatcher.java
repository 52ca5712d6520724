package io.github.workerthreads.pool;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.AdaptiveSpin;

/**
 * Brings tasks and idle workers together. A worker that ends a task takes the next one
 * itself, and searches for a moment before it becomes idle; only an idle worker is handed
 * one. One worker at a time is <em>on its way</em>: it searches, or it was handed a task
 * and has not begun. What is added meanwhile is left to it in the queue, so that a burst
 * of tasks costs its caller one wake-up; when it has arrived it brings the next one on
 * its way if tasks still wait.
 * <p>
 * No task waits while a worker idles, but for the moment for which {@link Backlog} leaves
 * short ones to a worker that is busy: who adds a task or an idle worker tries to bring a
 * worker on its way afterwards; who arrives, or finds nobody to bring, gives the mark
 * back first and then looks once more. All of these are volatile accesses, so at least
 * one of both sees the other. Lock-free and thread-safe.
 */
final class Dispatcher {

	private final TaskQueue queue;

	private final IdleWorkers idleWorkers = new IdleWorkers();

	private final AdaptiveSpin spin = new AdaptiveSpin();

	private final Backlog backlog;

	private final Backpressure backpressure;

	private final AtomicBoolean onItsWay = new AtomicBoolean();

	// Written by the worker that searches
	private volatile boolean searching;

	private volatile boolean paused;

	Dispatcher(TaskQueue queue, TaskHost host, Backpressure backpressure) {
		this.queue = queue;
		this.backpressure = backpressure;
		this.backlog = new Backlog(queue, host);
	}

	/**
	 * Give a task to a worker or let it wait.
	 * @param task the task, new
	 * @param limit the most tasks that may wait
	 * @return whether there was a worker or room to wait
	 */
	boolean submit(Task task, int limit) {
		if (task.order() != null) {
			return submitOrdered(task, limit);
		}
		if (!this.backlog.mayLeave() && !this.onItsWay.get() && this.queue.isEmpty() && handOver(task)) {
			return true;
		}
		if (!offer(task, limit)) {
			return this.queue.isEmpty() && handOverAtOnce(task);
		}
		dispatch();
		return true;
	}

	private boolean submitOrdered(Task task, int limit) {
		if (offer(task, limit)) {
			dispatchOrdered();
			return true;
		}
		if (!this.queue.isEmpty() || this.idleWorkers.isEmpty()) {
			return false;
		}
		this.queue.force(task);
		dispatchOrdered();
		// Taken at once, or refused; or cancelled by who has seen it meanwhile
		return !this.queue.remove(task) || !task.withdraw();
	}

	/**
	 * Give a task to the one worker that has to run it.
	 * @param task the task
	 */
	void submitToWorker(Task task) {
		this.queue.force(task);
		dispatchOrdered();
	}

	/**
	 * Note that a task with an order of its own has ended.
	 * @param task the task
	 * @param runNanos how long it ran
	 */
	void ended(Task task, long runNanos) {
		this.queue.ordered().ended(task, runNanos);
		dispatchOrdered();
	}

	/**
	 * Note that there are other workers than before.
	 * @param workers tells which workers there are
	 */
	void workersChanged(Supplier<List<PooledWorker>> workers) {
		List<Task> orphans = this.queue.ordered()
			.assignTo(() -> workers.get().stream().filter(PooledWorker::takesTasks).toList());
		orphans.forEach((task) -> task.requestStop(StopCause.TERMINATE, false));
		dispatchOrdered();
	}

	/**
	 * Return the next task for a worker that has ended one.
	 * @param worker the worker
	 * @return the task, or {@code null} if none waits for it or the pool is paused
	 */
	@Nullable Task next(PooledWorker worker) {
		return (!this.paused) ? this.queue.poll(worker) : null;
	}

	/**
	 * Become the one worker that searches.
	 * @param worker the worker
	 * @return whether no other worker does what comes next; if so, {@link #search}
	 * follows
	 */
	boolean beginSearch(PooledWorker worker) {
		boolean begins = !this.paused && !this.backlog.mayLeaveToOtherThan(worker) && mark();
		if (begins) {
			this.searching = true;
			this.backpressure.changed();
		}
		return begins;
	}

	/**
	 * Look for a task for a moment, and end the search.
	 * @param worker the worker
	 * @return the task, or {@code null} if none came
	 */
	@Nullable Task search(PooledWorker worker) {
		Task task = null;
		try {
			if (this.spin.await(this.queue)) {
				task = next(worker);
			}
		}
		finally {
			this.searching = false;
			this.onItsWay.set(false);
		}
		if (task != null) {
			dispatch();
		}
		return task;
	}

	/**
	 * Note that a worker which was handed a task has begun, or never will.
	 */
	void arrived() {
		this.onItsWay.set(false);
		dispatch();
	}

	/**
	 * Note that a worker takes a task.
	 * @param worker the worker
	 * @param limit how many tasks may be left to it meanwhile
	 */
	void takes(PooledWorker worker, int limit) {
		this.backlog.takes(worker, limit);
		this.backpressure.changed();
	}

	/**
	 * Wake a worker if tasks were left to one that does not come back.
	 * @param now the time on the pool's clock
	 * @return when to look again, or {@link Task#NEVER}
	 */
	long look(long now) {
		long due = this.backlog.look(now);
		if (due > now) {
			return due;
		}
		dispatch();
		return Task.NEVER;
	}

	/**
	 * Take in a worker that waits for a task.
	 * @param worker the worker, which is idle
	 */
	void idle(PooledWorker worker) {
		this.idleWorkers.push(worker);
		dispatch();
		dispatchOrdered();
		this.backpressure.changed();
	}

	/**
	 * Return whether a task waits that no worker is about to take.
	 * @param coming how many workers take a task as soon as they are up
	 * @return whether one more worker is needed
	 */
	boolean lacksWorker(int coming) {
		return !this.paused && !hasFreeWorker() && !this.queue.isShorterThan(coming + 1) && !this.backlog.leave();
	}

	/**
	 * Forget workers that do not serve any more.
	 */
	void forgetEnded() {
		this.idleWorkers.removeEnded();
		this.backlog.forgetEnded();
	}

	/**
	 * Take back a task that a worker was handed but did not start.
	 * @param task the task
	 */
	void takeBack(Task task) {
		this.queue.putBack(task);
		// It may have been cancelled while it was in no queue
		if (task.isSettled()) {
			this.queue.remove(task);
		}
		dispatch();
		dispatchOrdered();
	}

	void pause() {
		this.paused = true;
	}

	void resume() {
		this.paused = false;
		dispatch();
		dispatchOrdered();
	}

	boolean isPaused() {
		return this.paused;
	}

	boolean hasFreeWorker() {
		return this.searching || !this.idleWorkers.isEmpty();
	}

	// A worker that searches takes one of those that wait at once; one that was handed a
	// task does not
	private boolean offer(Task task, int limit) {
		return this.queue.offer(task, limit)
				|| (this.searching && limit < Integer.MAX_VALUE && this.queue.offer(task, limit + 1));
	}

	private boolean handOver(Task task) {
		if (!mark()) {
			return false;
		}
		PooledWorker worker = claim();
		if (worker == null) {
			// What others left to this one meanwhile is seen by the dispatch() that
			// follows
			this.onItsWay.set(false);
			return false;
		}
		worker.assign(task, true);
		return true;
	}

	private boolean handOverAtOnce(Task task) {
		PooledWorker worker = claim();
		if (worker == null) {
			return false;
		}
		worker.assign(task, false);
		return true;
	}

	private void dispatch() {
		while (!this.idleWorkers.isEmpty() && !this.backlog.leave() && !this.queue.isEmpty() && mark()) {
			PooledWorker worker = claim();
			Task task = (worker != null) ? this.queue.poll(worker) : null;
			if (worker != null && task != null) {
				worker.assign(task, true);
				return;
			}
			if (worker != null && worker.unclaim()) {
				this.idleWorkers.push(worker);
			}
			this.onItsWay.set(false);
			if (this.paused) {
				return;
			}
		}
	}

	// Each idle worker is handed what it has to run: who waits for one worker must not
	// wait until another one has begun
	private void dispatchOrdered() {
		if (this.paused || this.queue.ordered().size() == 0) {
			return;
		}
		for (PooledWorker worker : this.idleWorkers.all()) {
			if (this.queue.ordered().hasFor(worker) && worker.claim()) {
				handOverOrdered(worker);
			}
		}
	}

	private void handOverOrdered(PooledWorker worker) {
		this.idleWorkers.remove(worker);
		Task task = next(worker);
		if (task != null) {
			worker.assign(task, false);
		}
		else if (worker.unclaim()) {
			// Others may have looked for it meanwhile
			idle(worker);
		}
	}

	private boolean mark() {
		return !this.onItsWay.get() && this.onItsWay.compareAndSet(false, true);
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

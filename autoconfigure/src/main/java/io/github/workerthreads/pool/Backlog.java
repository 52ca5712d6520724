package io.github.workerthreads.pool;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerState;

/**
 * Judges whether tasks are better left to a worker that is busy than to one that must be
 * woken. Waking a thread costs tens of microseconds; a worker whose tasks are short has
 * done a few more of them by then. Should it not come back as soon as it used to, the
 * {@link Supervisor} finds the task that waits for it and has another worker woken.
 * Thread-safe.
 */
final class Backlog {

	/**
	 * How long a task waits for the busy worker until another one is woken.
	 */
	static final long PATIENCE_NANOS = 2_000_000;

	private static final long WAKE_UP_NANOS = 50_000;

	private static final int AVERAGED_TASKS = 16;

	// What a worker spends around each task
	private static final long OVERHEAD_NANOS = 250;

	/**
	 * What is assumed of a worker's tasks until it has run some.
	 */
	static final long UNKNOWN_RUN_NANOS = 4 * WAKE_UP_NANOS;

	private final TaskQueue queue;

	private final TaskHost host;

	// The worker that took a task last, and how many tasks it does while another one is
	// woken. Written when they change only, for each caller reads them
	private volatile @Nullable PooledWorker runner;

	private volatile int limit;

	// Whether somebody looks after the tasks that are left
	private volatile boolean watched;

	Backlog(TaskQueue queue, TaskHost host) {
		this.queue = queue;
		this.host = host;
	}

	/**
	 * Return how long a worker's tasks run on average, of which each counts up to a
	 * limit: a task during which the worker was preempted says little.
	 * @param usual the average so far
	 * @param runNanos how long one more task ran
	 * @return the new average
	 */
	static long usual(long usual, long runNanos) {
		return usual + (Math.min(runNanos, UNKNOWN_RUN_NANOS) - usual) / AVERAGED_TASKS;
	}

	/**
	 * Return how many tasks a worker does while another one is woken.
	 * @param runNanos how long its tasks run
	 * @return the number of tasks, rounded so that it changes rarely
	 */
	static int limitFor(long runNanos) {
		return Integer.highestOneBit((int) (WAKE_UP_NANOS / (runNanos + OVERHEAD_NANOS)));
	}

	/**
	 * Note that a worker takes a task.
	 * @param worker the worker
	 * @param limit how many tasks may be left to it
	 */
	void takes(PooledWorker worker, int limit) {
		if (this.runner != worker) {
			this.runner = worker;
		}
		if (this.limit != limit) {
			this.limit = limit;
		}
	}

	/**
	 * Forget a worker that has ended, and what belongs to it with it.
	 */
	void forgetEnded() {
		PooledWorker last = this.runner;
		if (last != null && !last.state().serves()) {
			this.runner = null;
		}
	}

	/**
	 * Leave the tasks in the queue to the worker that is busy, if that pays. Called after
	 * a task was added: a worker that becomes idle after this looks at the queue itself.
	 * @return whether the tasks are left to it, and no other worker needs to be woken
	 */
	boolean leave() {
		if (!mayLeave()) {
			return false;
		}
		if (!this.watched) {
			this.watched = true;
			this.host.watch(this.host.now() + PATIENCE_NANOS);
		}
		return true;
	}

	/**
	 * Return whether one more task would be left to the worker that is busy.
	 * @return whether that pays
	 */
	boolean mayLeave() {
		return isServed(this.runner);
	}

	/**
	 * Return whether another worker that is busy does what a worker might wait for.
	 * @param worker a worker that has nothing to do
	 * @return whether that worker is not needed
	 */
	boolean mayLeaveToOtherThan(PooledWorker worker) {
		PooledWorker busy = this.runner;
		return busy != worker && isServed(busy);
	}

	private boolean isServed(@Nullable PooledWorker busy) {
		return busy != null && busy.state() == WorkerState.BUSY && this.queue.isShorterThan(limit());
	}

	// A worker that idles must not let a small queue fill up
	private int limit() {
		return Math.min(this.limit, this.host.options().queueCapacity() / 2);
	}

	/**
	 * Look after the tasks that were left.
	 * @param now the time on the pool's clock
	 * @return when to look again, now if a worker is to be woken, or {@link Task#NEVER}
	 */
	long look(long now) {
		if (!this.watched) {
			return Task.NEVER;
		}
		// Who leaves a task after this looks after it; what was left before is seen here
		this.watched = false;
		Task first = this.queue.peek();
		if (first == null) {
			return Task.NEVER;
		}
		long due = first.acceptedAt() + PATIENCE_NANOS;
		if (now < due) {
			this.watched = true;
			return due;
		}
		this.runner = null;
		return now;
	}

}

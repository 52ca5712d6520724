package io.github.workerthreads.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.AdaptiveSpin;

/**
 * The calls that wait for a worker, up to a limit: first in, first out, but for those
 * with an {@linkplain OrderedTasks order of their own}. Thread-safe, and lock-free as
 * long as none of those waits.
 */
final class TaskQueue implements AdaptiveSpin.Condition {

	private static final int LINES = 16;

	private static final int ENTERED = LINES;

	private static final int LEFT_AS_SEEN_BY_CALLERS = LINES + 1;

	private static final int LEFT = 2 * LINES;

	// Those without an order of their own
	private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();

	private final OrderedTasks ordered = new OrderedTasks(this.tasks);

	// Tasks that a worker was handed but did not start, because it ended: they come first
	private final Queue<Task> returned = new ConcurrentLinkedQueue<>();

	// How many tasks entered, raised before a task is added, and how many left, raised
	// afterwards, so that the limit holds. Callers write one, workers the other: they lie
	// two cache lines apart, and callers look at the other only when the limit seems near
	private final AtomicLongArray counts = new AtomicLongArray(3 * LINES);

	/**
	 * Add a task unless that exceeds the limit.
	 * @param task the task
	 * @param limit the most tasks that may wait
	 * @return whether the task was added
	 */
	boolean offer(Task task, int limit) {
		long entered = this.counts.incrementAndGet(ENTERED);
		if (entered - this.counts.getOpaque(LEFT_AS_SEEN_BY_CALLERS) > limit && entered - lookAtLeft() > limit) {
			this.counts.decrementAndGet(ENTERED);
			return false;
		}
		return (task.order() != null) ? offerOrdered(task, limit) : this.tasks.offer(task);
	}

	private boolean offerOrdered(Task task, int limit) {
		boolean added = this.ordered.offer(task, limit - size() + 1);
		if (!added) {
			this.counts.decrementAndGet(ENTERED);
		}
		return added;
	}

	/**
	 * Add a task with an order of its own, whatever the limit.
	 * @param task the task
	 */
	void force(Task task) {
		this.counts.incrementAndGet(ENTERED);
		this.ordered.offer(task, Integer.MAX_VALUE);
	}

	/**
	 * Return whether fewer tasks wait than that.
	 * @param limit the number of tasks
	 * @return whether the queue is shorter
	 */
	boolean isShorterThan(int limit) {
		long entered = this.counts.get(ENTERED);
		return entered - this.counts.getOpaque(LEFT_AS_SEEN_BY_CALLERS) < limit || entered - lookAtLeft() < limit;
	}

	/**
	 * Return how many tasks have left the queue so far.
	 * @return the number of tasks
	 */
	long left() {
		return this.counts.get(LEFT);
	}

	private long lookAtLeft() {
		long left = left();
		this.counts.setOpaque(LEFT_AS_SEEN_BY_CALLERS, left);
		return left;
	}

	/**
	 * Put a task back that was taken but not started, ahead of the others and whatever
	 * the limit.
	 * @param task the task
	 */
	void putBack(Task task) {
		this.counts.incrementAndGet(ENTERED);
		if (task.order() == null) {
			this.returned.offer(task);
		}
		else if (!this.ordered.putBack(task)) {
			this.counts.decrementAndGet(ENTERED);
		}
	}

	/**
	 * Take what a worker has to run next.
	 * @param worker the worker
	 * @return the task, or {@code null} if there is none for it
	 */
	@Nullable Task poll(PooledWorker worker) {
		Task task = this.returned.poll();
		if (task == null) {
			task = (this.ordered.size() > 0) ? this.ordered.poll(worker) : this.tasks.poll();
		}
		if (task != null) {
			this.counts.incrementAndGet(LEFT);
		}
		return task;
	}

	OrderedTasks ordered() {
		return this.ordered;
	}

	/**
	 * Return the first task without an order of its own.
	 * @return the task or {@code null}
	 */
	@Nullable Task peek() {
		Task task = this.returned.peek();
		return (task != null) ? task : this.tasks.peek();
	}

	boolean remove(Task task) {
		boolean removed = (task.order() != null) ? this.ordered.remove(task)
				: this.tasks.remove(task) || this.returned.remove(task);
		if (removed) {
			this.counts.incrementAndGet(LEFT);
		}
		return removed;
	}

	/**
	 * Return whether no task waits that any worker could take.
	 * @return whether none without an order of its own waits
	 */
	boolean isEmpty() {
		return this.tasks.isEmpty() && this.returned.isEmpty();
	}

	@Override
	public boolean holds() {
		return !isEmpty() || this.ordered.size() > 0;
	}

	int size() {
		long left = left();
		return (int) Math.max(0, this.counts.get(ENTERED) - left);
	}

	void forEach(Consumer<Task> action) {
		this.returned.forEach(action);
		this.tasks.forEach(action);
		if (this.ordered.size() > 0) {
			this.ordered.all().forEach(action);
		}
	}

}

package io.github.workerthreads.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.AdaptiveSpin;

/**
 * The calls that wait for a worker, first in, first out, up to a limit. Lock-free and
 * thread-safe.
 */
final class TaskQueue implements AdaptiveSpin.Condition {

	private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();

	// Tasks that a worker was handed but did not start, because it ended: they come first
	private final Queue<Task> returned = new ConcurrentLinkedQueue<>();

	// Raised before a task is added and lowered after it left, so that the limit holds
	private final AtomicInteger size = new AtomicInteger();

	/**
	 * Add a task unless that exceeds the limit.
	 * @param task the task
	 * @param limit the most tasks that may wait
	 * @return whether the task was added
	 */
	boolean offer(Task task, int limit) {
		if (this.size.incrementAndGet() > limit) {
			this.size.decrementAndGet();
			return false;
		}
		return this.tasks.offer(task);
	}

	/**
	 * Put a task back that was taken but not started, ahead of the others and whatever
	 * the limit.
	 * @param task the task
	 */
	void putBack(Task task) {
		this.size.incrementAndGet();
		this.returned.offer(task);
	}

	@Nullable Task poll() {
		Task task = this.returned.poll();
		if (task == null) {
			task = this.tasks.poll();
		}
		if (task != null) {
			this.size.decrementAndGet();
		}
		return task;
	}

	boolean remove(Task task) {
		boolean removed = this.tasks.remove(task) || this.returned.remove(task);
		if (removed) {
			this.size.decrementAndGet();
		}
		return removed;
	}

	boolean isEmpty() {
		return this.tasks.isEmpty() && this.returned.isEmpty();
	}

	@Override
	public boolean holds() {
		return !isEmpty();
	}

	int size() {
		return Math.max(0, this.size.get());
	}

	void forEach(Consumer<Task> action) {
		this.returned.forEach(action);
		this.tasks.forEach(action);
	}

}

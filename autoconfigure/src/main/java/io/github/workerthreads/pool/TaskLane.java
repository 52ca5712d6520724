package io.github.workerthreads.pool;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Tasks that run one after the other: those of one key, or a single one without. Its
 * first task may run if none of the lane does. Guarded by the lock of
 * {@link OrderedTasks}.
 */
final class TaskLane {

	/**
	 * Lanes of one share, by the rank of their first tasks.
	 */
	static final Comparator<TaskLane> BY_RANK = Comparator.comparingLong((TaskLane lane) -> lane.rank)
		.thenComparingLong((lane) -> lane.first);

	private final @Nullable Object key;

	private final Deque<Task> tasks = new ArrayDeque<>();

	// Those of the first task when the lane was listed
	private long rank;

	private long first;

	private @Nullable PooledWorker worker;

	private @Nullable TaskShare listedIn;

	private boolean running;

	TaskLane(@Nullable Object key) {
		this.key = key;
	}

	@Nullable Object key() {
		return this.key;
	}

	void add(Task task) {
		this.tasks.addLast(task);
	}

	/**
	 * Take back the task that ran last, which has not begun.
	 * @param task the task
	 */
	void putBack(Task task) {
		this.tasks.addFirst(task);
	}

	boolean contains(Task task) {
		return this.tasks.contains(task);
	}

	void remove(Task task) {
		this.tasks.remove(task);
	}

	boolean isEmpty() {
		return this.tasks.isEmpty();
	}

	Iterable<Task> tasks() {
		return this.tasks;
	}

	/**
	 * Return the first task.
	 * @return the task
	 * @throws java.util.NoSuchElementException if there is none
	 */
	Task head() {
		return this.tasks.getFirst();
	}

	/**
	 * Take the first task, which runs from now on.
	 * @return the task
	 */
	Task start() {
		this.running = true;
		return this.tasks.removeFirst();
	}

	/**
	 * Note that the task which ran has ended.
	 */
	void end() {
		this.running = false;
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * Prepare to be listed by the rank of the first task.
	 * @param order the order of that task
	 * @param worker the worker that the lane is bound to, or {@code null} for any
	 */
	void list(TaskOrder order, @Nullable PooledWorker worker) {
		Task head = head();
		this.rank = order.rank(head.acceptedAt());
		this.first = head.taskId();
		this.worker = worker;
	}

	void listedIn(@Nullable TaskShare share) {
		this.listedIn = share;
	}

	/**
	 * Return the share that lists this lane.
	 * @return the share of the first task, or {@code null} if that may not run now
	 */
	@Nullable TaskShare listedIn() {
		return this.listedIn;
	}

	long rank() {
		return this.rank;
	}

	@Nullable PooledWorker worker() {
		return this.worker;
	}

}

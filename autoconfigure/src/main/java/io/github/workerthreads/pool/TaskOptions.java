package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerFuture;

/**
 * What may be chosen for one call; what is absent comes from the pool. Immutable.
 *
 * @param name the name of the task in snapshots and meters, or {@code null} for the name
 * of the function; not to be made of what clients supply
 * @param timeout the longest time the body may run, {@link Duration#ZERO} for no limit
 * @param queueTimeout the longest time the call may wait for a worker,
 * {@link Duration#ZERO} for no limit
 * @param progress gets what the task emits, instead of {@link WorkerFuture#onProgress}:
 * at once, on the thread that the task emits on or its messages arrive on, which it may
 * block to slow the task down. What it throws goes to the task. {@code null} for none
 * @param priority from {@value #LOWEST_PRIORITY} to {@value #HIGHEST_PRIORITY}, as in
 * JMS; tasks of a higher priority run earlier, as if they had been accepted a second
 * earlier per step
 * @param key tasks of equal keys run on the same worker, one after the other in the order
 * in which they were accepted; {@code null} for none. Has {@code equals} and
 * {@code hashCode} and does not change
 * @param share tasks of equal shares, such as of one tenant, get the same part of the
 * pool as those of any other share, however many they are; {@code null} for that of all
 * calls without one. Has {@code equals} and {@code hashCode} and does not change
 */
public record TaskOptions(@Nullable String name, @Nullable Duration timeout, @Nullable Duration queueTimeout,
		@Nullable Consumer<Object> progress, int priority, @Nullable Object key, @Nullable Object share) {

	/**
	 * The priority of tasks that may wait longest.
	 */
	public static final int LOWEST_PRIORITY = 0;

	/**
	 * The priority of tasks for which none was chosen.
	 */
	public static final int DEFAULT_PRIORITY = 4;

	/**
	 * The priority of tasks that are most urgent.
	 */
	public static final int HIGHEST_PRIORITY = 9;

	private static final TaskOptions DEFAULTS = new TaskOptions(null, null, null, null, DEFAULT_PRIORITY, null, null);

	public TaskOptions {
		requirePositiveOrZero("timeout", timeout);
		requirePositiveOrZero("queueTimeout", queueTimeout);
		if (priority < LOWEST_PRIORITY || priority > HIGHEST_PRIORITY) {
			throw new IllegalArgumentException("'priority' must be from %d to %d but was %d".formatted(LOWEST_PRIORITY,
					HIGHEST_PRIORITY, priority));
		}
	}

	/**
	 * Return options that leave everything to the pool.
	 * @return the options
	 */
	public static TaskOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Return these options with another name.
	 * @param name the name of the task
	 * @return new options
	 */
	public TaskOptions withName(@Nullable String name) {
		return new TaskOptions(name, this.timeout, this.queueTimeout, this.progress, this.priority, this.key,
				this.share);
	}

	/**
	 * Return these options with another limit on the time that the body runs.
	 * @param timeout the limit, {@link Duration#ZERO} for none, {@code null} for the
	 * pool's
	 * @return new options
	 */
	public TaskOptions withTimeout(@Nullable Duration timeout) {
		return new TaskOptions(this.name, timeout, this.queueTimeout, this.progress, this.priority, this.key,
				this.share);
	}

	/**
	 * Return these options with another limit on the time that the call waits.
	 * @param queueTimeout the limit, {@link Duration#ZERO} for none, {@code null} for the
	 * pool's
	 * @return new options
	 */
	public TaskOptions withQueueTimeout(@Nullable Duration queueTimeout) {
		return new TaskOptions(this.name, this.timeout, queueTimeout, this.progress, this.priority, this.key,
				this.share);
	}

	/**
	 * Return these options with what gets the progress of the task at once.
	 * @param progress the consumer, or {@code null} for none
	 * @return new options
	 */
	public TaskOptions withProgress(@Nullable Consumer<Object> progress) {
		return new TaskOptions(this.name, this.timeout, this.queueTimeout, progress, this.priority, this.key,
				this.share);
	}

	/**
	 * Return these options with another priority.
	 * @param priority from {@value #LOWEST_PRIORITY} to {@value #HIGHEST_PRIORITY}
	 * @return new options
	 * @throws IllegalArgumentException if the priority is out of range
	 */
	public TaskOptions withPriority(int priority) {
		return new TaskOptions(this.name, this.timeout, this.queueTimeout, this.progress, priority, this.key,
				this.share);
	}

	/**
	 * Return these options with another key.
	 * @param key what has the task run on the worker and after the tasks of equal keys,
	 * or {@code null} for none
	 * @return new options
	 */
	public TaskOptions withKey(@Nullable Object key) {
		return new TaskOptions(this.name, this.timeout, this.queueTimeout, this.progress, this.priority, key,
				this.share);
	}

	/**
	 * Return these options with another share.
	 * @param share what the task shares its part of the pool with, or {@code null} for
	 * all calls without one
	 * @return new options
	 */
	public TaskOptions withShare(@Nullable Object share) {
		return new TaskOptions(this.name, this.timeout, this.queueTimeout, this.progress, this.priority, this.key,
				share);
	}

	private static void requirePositiveOrZero(String name, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			throw new IllegalArgumentException("'%s' must not be negative but was %s".formatted(name, value));
		}
	}

}

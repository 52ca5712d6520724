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
 */
public record TaskOptions(@Nullable String name, @Nullable Duration timeout, @Nullable Duration queueTimeout,
		@Nullable Consumer<Object> progress) {

	private static final TaskOptions DEFAULTS = new TaskOptions(null, null, null, null);

	public TaskOptions {
		requirePositiveOrZero("timeout", timeout);
		requirePositiveOrZero("queueTimeout", queueTimeout);
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
		return new TaskOptions(name, this.timeout, this.queueTimeout, this.progress);
	}

	/**
	 * Return these options with another limit on the time that the body runs.
	 * @param timeout the limit, {@link Duration#ZERO} for none, {@code null} for the
	 * pool's
	 * @return new options
	 */
	public TaskOptions withTimeout(@Nullable Duration timeout) {
		return new TaskOptions(this.name, timeout, this.queueTimeout, this.progress);
	}

	/**
	 * Return these options with another limit on the time that the call waits.
	 * @param queueTimeout the limit, {@link Duration#ZERO} for none, {@code null} for the
	 * pool's
	 * @return new options
	 */
	public TaskOptions withQueueTimeout(@Nullable Duration queueTimeout) {
		return new TaskOptions(this.name, this.timeout, queueTimeout, this.progress);
	}

	/**
	 * Return these options with what gets the progress of the task at once.
	 * @param progress the consumer, or {@code null} for none
	 * @return new options
	 */
	public TaskOptions withProgress(@Nullable Consumer<Object> progress) {
		return new TaskOptions(this.name, this.timeout, this.queueTimeout, progress);
	}

	private static void requirePositiveOrZero(String name, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			throw new IllegalArgumentException("'%s' must not be negative but was %s".formatted(name, value));
		}
	}

}

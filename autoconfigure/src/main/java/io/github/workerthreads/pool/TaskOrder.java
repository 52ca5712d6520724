package io.github.workerthreads.pool;

import org.jspecify.annotations.Nullable;

/**
 * What decides when and where a task runs beside the time at which it was accepted.
 * Immutable.
 *
 * @param priority its priority
 * @param key tasks of equal keys run on the same worker, in order; {@code null} for none
 * @param share tasks of equal shares have their part of the pool together; calls without
 * one are a share of their own
 * @param worker the only worker that may run the task, or {@code null} for any
 */
record TaskOrder(int priority, @Nullable Object key, @Nullable Object share, @Nullable PooledWorker worker) {

	/**
	 * How much earlier a task of the next higher priority counts as accepted.
	 */
	static final long NANOS_PER_PRIORITY = 1_000_000_000L;

	private static final TaskOrder PLAIN = new TaskOrder(TaskOptions.DEFAULT_PRIORITY, null, null, null);

	/**
	 * Return the order of a call.
	 * @param options what was chosen for the call
	 * @param always whether a call for which nothing was chosen has an order too
	 * @return the order, or {@code null} if only the time decides
	 */
	static @Nullable TaskOrder of(TaskOptions options, boolean always) {
		if (options.priority() == TaskOptions.DEFAULT_PRIORITY && options.key() == null && options.share() == null) {
			return (always) ? PLAIN : null;
		}
		return new TaskOrder(options.priority(), options.key(), options.share(), null);
	}

	/**
	 * Return the order of a call that one worker has to run.
	 * @param options what was chosen for the call
	 * @param worker the worker
	 * @return the order
	 */
	static TaskOrder on(PooledWorker worker, TaskOptions options) {
		return new TaskOrder(options.priority(), null, options.share(), worker);
	}

	/**
	 * Return the place of a task among those of its share. Since it does not change with
	 * time, no task is overtaken by others for ever.
	 * @param acceptedAt when the task was accepted
	 * @return its rank: lower ones come first
	 */
	long rank(long acceptedAt) {
		return acceptedAt - (this.priority - TaskOptions.DEFAULT_PRIORITY) * NANOS_PER_PRIORITY;
	}

}

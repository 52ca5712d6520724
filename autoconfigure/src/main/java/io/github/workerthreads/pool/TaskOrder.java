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
 */
record TaskOrder(int priority, @Nullable Object key, @Nullable Object share) {

	static @Nullable TaskOrder of(TaskOptions options) {
		return (options.priority() == TaskOptions.DEFAULT_PRIORITY && options.key() == null && options.share() == null)
				? null : new TaskOrder(options.priority(), options.key(), options.share());
	}

}

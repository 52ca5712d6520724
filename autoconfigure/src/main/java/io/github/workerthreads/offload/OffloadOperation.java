package io.github.workerthreads.offload;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.TaskOptions;

/**
 * What an annotation says about one method, with placeholders resolved and durations
 * parsed. Immutable.
 *
 * @param method the most specific method
 * @param pool the name of the pool
 * @param options what each call of it chooses
 * @param key tells the key of a call, or {@code null} for none
 * @param share tells the share of a call, or {@code null} for none
 * @param awaits whether callers wait for the end of a {@code void} method
 * @param transferred for each argument whether it is handed over as is
 * @param transfersResult whether results are handed over as they are
 * @param style how the method gives its result
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record OffloadOperation(Method method, String pool, TaskOptions options, @Nullable CallExpression key,
		@Nullable CallExpression share, boolean awaits, boolean[] transferred, boolean transfersResult,
		ReturnStyle style) {

	/**
	 * Return what one call chooses.
	 * @param arguments its arguments
	 * @return the options
	 * @throws IllegalStateException if its key or share cannot be told
	 */
	TaskOptions options(@Nullable Object[] arguments) {
		TaskOptions chosen = this.options;
		if (this.key != null) {
			chosen = chosen.withKey(this.key.evaluate(arguments));
		}
		return (this.share != null) ? chosen.withShare(this.share.evaluate(arguments)) : chosen;
	}

}

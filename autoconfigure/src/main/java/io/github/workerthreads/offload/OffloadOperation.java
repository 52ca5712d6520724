package io.github.workerthreads.offload;

import java.lang.reflect.Method;

import io.github.workerthreads.pool.TaskOptions;

/**
 * What an annotation says about one method, with placeholders resolved and durations
 * parsed. Immutable.
 *
 * @param method the most specific method
 * @param pool the name of the pool
 * @param options what each call of it chooses
 * @param awaits whether callers wait for the end of a {@code void} method
 * @param transferred for each argument whether it is handed over as is
 * @param transfersResult whether results are handed over as they are
 * @param style how the method gives its result
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record OffloadOperation(Method method, String pool, TaskOptions options, boolean awaits, boolean[] transferred,
		boolean transfersResult, ReturnStyle style) {

}

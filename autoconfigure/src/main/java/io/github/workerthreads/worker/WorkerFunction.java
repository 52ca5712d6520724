package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * Named unit of work that runs on a worker of any isolation. Each worker creates its own
 * instance through the no-argument constructor on first use and keeps it, as Node keeps a
 * module per worker, so fields are state of that worker only. A worker calls one instance
 * from one thread at a time.
 *
 * @param <I> the type of the input, cloned before the worker sees it
 * @param <O> the type of the result, cloned before the caller sees it
 */
@FunctionalInterface
public interface WorkerFunction<I extends @Nullable Object, O extends @Nullable Object> {

	/**
	 * Do the work.
	 * @param input the worker's own copy of the input
	 * @return the result
	 * @throws Exception if the work fails; the caller gets a copy of it
	 */
	O apply(I input) throws Exception;

}

package io.github.workerthreads.runtime;

import org.jspecify.annotations.Nullable;

/**
 * One task as the worker that runs it sees it. The worker calls {@link #begin()}, then
 * exactly one of {@link #succeed} and {@link #fail} if that answered {@code true}, and
 * nothing more otherwise.
 */
public interface Assignment {

	/**
	 * Return the number of the task, unique within its pool.
	 * @return the task number
	 */
	long taskId();

	/**
	 * Return what to run.
	 * @return the prepared call
	 */
	Call call();

	/**
	 * Note that the body starts now.
	 * @return {@code false} if the task was stopped meanwhile and must not run
	 */
	boolean begin();

	/**
	 * Report the result of the body.
	 * @param result the caller's own copy of the result
	 */
	void succeed(@Nullable Object result);

	/**
	 * Report what the body threw, or why the result cannot be cloned.
	 * @param failure the caller's own copy of the failure
	 */
	void fail(Throwable failure);

}

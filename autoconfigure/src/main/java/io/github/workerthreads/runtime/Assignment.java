package io.github.workerthreads.runtime;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.CancellationSignal;

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
	 * Return the signal by which the task hears that it is to stop. It is set before
	 * {@link WorkerLink#interrupt()} is called.
	 * @return the signal
	 */
	CancellationSignal cancellationSignal();

	/**
	 * Hand over what the body emits, while it runs. May wait until the caller's side
	 * keeps up, so a rung calls it where only this task waits; an interrupt or the end of
	 * the task ends the wait.
	 * @param item the caller's own copy of the item
	 * @throws CancellationException if the task was stopped and can send nothing more
	 * @throws IllegalStateException if the body has ended
	 */
	void progress(Object item);

	/**
	 * Note that the body starts on the current thread, which gets the context of its
	 * caller.
	 */
	default void enter() {
	}

	/**
	 * Note that the body has ended on the current thread, before that is reported.
	 * @param failure what it threw, or {@code null}
	 */
	default void leave(@Nullable Throwable failure) {
	}

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

package io.github.workerthreads.worker;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * Word to a running task that it is to stop: it was cancelled, ran longer than its
 * timeout, or its worker or pool was told to end. It is given before the worker is
 * interrupted, so that a body can stop at a point of its own choice. One that returns or
 * throws within the pool's {@code terminate-grace} keeps its worker; the call is reported
 * as stopped all the same, whatever the body returned or threw. A signal belongs to one
 * task, and says nothing more once that has ended. Counterpart of the web's
 * {@code AbortSignal}.
 * <p>
 * Thread-safe; may be handed to threads that work for the body.
 */
public interface CancellationSignal {

	/**
	 * Return whether the task is to stop. Costs one volatile read, so that loops can ask.
	 * @return whether the task is to stop
	 */
	boolean isCancelled();

	/**
	 * Throw if the task is to stop.
	 * @throws CancellationException with the {@link #reason()}
	 */
	default void throwIfCancelled() {
		if (isCancelled()) {
			throw new CancellationException(reason());
		}
	}

	/**
	 * Return why the task is to stop.
	 * @return the reason, for people, or {@code null} if the task may go on
	 */
	@Nullable String reason();

	/**
	 * Have something done when the task is told to stop, such as cancelling a statement
	 * that answers to no interrupt. It is done once, on a thread of the pool's that is
	 * neither the worker's nor that of who stops the task, in the order of registration;
	 * on the current thread and at once if the task was told already; never if the task
	 * ends by itself. What it throws is logged. It may block only the other callbacks of
	 * this task, and may still run when the body has ended.
	 * @param callback what to do
	 * @return the registration; closing it takes the callback back
	 */
	Registration onCancel(Runnable callback);

	/**
	 * Callback that waits for a task to be stopped. Thread-safe.
	 */
	@FunctionalInterface
	interface Registration extends AutoCloseable {

		/**
		 * Take the callback back. One that has not been started never will be; one that
		 * runs now is not waited for.
		 */
		@Override
		void close();

	}

}

package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * Reports a message to a worker, by its number, that was not received.
 *
 * @see <a href=
 * "https://nodejs.org/api/worker_threads.html#worker_threadspostmessagetothreadthreadid-value-transferlist-timeout">worker_threads.postMessageToThread()</a>
 */
public class WorkerMessagingException extends WorkerException {

	/**
	 * What all messages begin with.
	 */
	public static final String PREFIX = "The message was not received: ";

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason the kind of failure
	 * @param message what failed
	 * @param cause the cause, or {@code null}
	 */
	public WorkerMessagingException(Reason reason, String message, @Nullable Throwable cause) {
		super(PREFIX + message, cause);
		this.reason = reason;
	}

	/**
	 * Return the kind of failure.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * The kinds of failure, as Node's {@code ERR_WORKER_MESSAGING_*} have them.
	 */
	public enum Reason {

		/**
		 * The receiver is the sender itself.
		 */
		SAME_THREAD,

		/**
		 * There is no such worker, or it does not listen, or it ended.
		 */
		FAILED,

		/**
		 * The receiver's listener had not run in time. It may still run.
		 */
		TIMEOUT,

		/**
		 * The receiver's listener threw an exception.
		 */
		ERRORED

	}

}

package io.github.workerthreads.runtime.local;

/**
 * Thrown where a call is run by a worker elsewhere, which has ended.
 */
public class WorkerLostException extends RuntimeException {

	private final Throwable reason;

	/**
	 * Create an exception.
	 * @param reason what ended the worker
	 */
	public WorkerLostException(Throwable reason) {
		super(reason);
		this.reason = reason;
	}

	/**
	 * Return what ended the worker.
	 * @return the reason
	 */
	public Throwable reason() {
		return this.reason;
	}

}

package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * Reports that the worker which ran a call ended, or was given up on, before the call had
 * a result.
 */
public class WorkerTerminatedException extends WorkerException {

	private final StopOutcome outcome;

	/**
	 * Create an exception.
	 * @param message the message
	 * @param outcome what became of the work
	 * @param cause what ended the worker, or {@code null}
	 */
	public WorkerTerminatedException(String message, StopOutcome outcome, @Nullable Throwable cause) {
		super(message, cause);
		this.outcome = outcome;
	}

	/**
	 * Return what became of the work.
	 * @return the outcome; {@link StopOutcome#ABANDONED} means that it may still run
	 */
	public StopOutcome getOutcome() {
		return this.outcome;
	}

}

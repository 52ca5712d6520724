package io.github.workerthreads.worker;

import java.util.concurrent.CancellationException;

/**
 * Reports that a call was cancelled by its caller or by the pool's shutdown, and what
 * became of the work.
 */
public class TaskCancelledException extends CancellationException {

	private final StopOutcome outcome;

	/**
	 * Create an exception.
	 * @param message the message
	 * @param outcome what became of the work
	 */
	public TaskCancelledException(String message, StopOutcome outcome) {
		super(message);
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

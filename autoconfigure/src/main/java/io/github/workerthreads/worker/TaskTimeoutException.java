package io.github.workerthreads.worker;

import java.time.Duration;

/**
 * Reports that a call did not end within its {@code timeout} or {@code queue-timeout},
 * and what became of the work.
 */
public class TaskTimeoutException extends WorkerException {

	private final StopOutcome outcome;

	private final Duration elapsed;

	/**
	 * Create an exception.
	 * @param message the message
	 * @param outcome what became of the work
	 * @param elapsed how long the call waited and ran until that was known
	 */
	public TaskTimeoutException(String message, StopOutcome outcome, Duration elapsed) {
		super(message);
		this.outcome = outcome;
		this.elapsed = elapsed;
	}

	/**
	 * Return what became of the work.
	 * @return the outcome; {@link StopOutcome#ABANDONED} means that it may still run
	 */
	public StopOutcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Return how long the call had waited and run when its outcome was known.
	 * @return the time since the call was accepted
	 */
	public Duration getElapsed() {
		return this.elapsed;
	}

}

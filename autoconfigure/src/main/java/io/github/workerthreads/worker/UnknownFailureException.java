package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for a failure that happened where the heap is not shared, and that cannot be
 * rebuilt here: its class is missing or not allowed, or it holds what cannot be cloned.
 * It has the failure's message, stack trace, cause and suppressed exceptions.
 */
public class UnknownFailureException extends WorkerException {

	private final String originalType;

	private final @Nullable String originalMessage;

	/**
	 * Create an exception.
	 * @param originalType the name of the failure's class
	 * @param originalMessage the failure's message, or {@code null}
	 * @param reason why the failure could not be rebuilt, and the remedy
	 */
	public UnknownFailureException(String originalType, @Nullable String originalMessage, String reason) {
		super("%s%s (a stand-in: %s)".formatted(originalType, (originalMessage != null) ? ": " + originalMessage : "",
				reason));
		this.originalType = originalType;
		this.originalMessage = originalMessage;
	}

	/**
	 * Return the class of the failure.
	 * @return the name of the class
	 */
	public String getOriginalType() {
		return this.originalType;
	}

	/**
	 * Return the message of the failure.
	 * @return the message, or {@code null} if it had none
	 */
	public @Nullable String getOriginalMessage() {
		return this.originalMessage;
	}

}

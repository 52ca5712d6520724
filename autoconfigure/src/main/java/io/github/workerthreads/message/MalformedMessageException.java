package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;

/**
 * Reports bytes that are no message, or none that this side takes. Nothing of the message
 * was handed on. What sent it should not be trusted with another one.
 */
public final class MalformedMessageException extends DataCloneException {

	private final int offset;

	/**
	 * Create an exception.
	 * @param path the path to the value that could not be read
	 * @param offset how many bytes were read
	 * @param length how many bytes there are
	 * @param reason what is wrong
	 * @param cause the cause, or {@code null}
	 */
	MalformedMessageException(String path, int offset, int length, String reason, @Nullable Throwable cause) {
		super(path, "the bytes are malformed at %s of %s: %s".formatted(offset, length, reason), cause);
		this.offset = offset;
	}

	/**
	 * Return where in the message the fault was found.
	 * @return the number of bytes that were read
	 */
	public int getOffset() {
		return this.offset;
	}

}

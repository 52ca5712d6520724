package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * Reports a value that cannot be cloned, with the path to it. Thrown on the sender's
 * side; the receiver sees nothing. Counterpart of Node's and the WHATWG's
 * {@code DataCloneError}.
 */
public class DataCloneException extends WorkerException {

	private final String path;

	/**
	 * Create an exception.
	 * @param path the path to the value, such as {@code order.lines[3].stream}
	 * @param reason why the value cannot be cloned, and the remedy
	 * @param cause the cause, or {@code null}
	 */
	public DataCloneException(String path, String reason, @Nullable Throwable cause) {
		super("Cannot clone '%s': %s".formatted(path, reason), cause);
		this.path = path;
	}

	/**
	 * Return the path to the value that cannot be cloned.
	 * @return the path
	 */
	public String getPath() {
		return this.path;
	}

}

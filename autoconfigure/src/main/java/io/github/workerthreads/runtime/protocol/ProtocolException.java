package io.github.workerthreads.runtime.protocol;

import java.io.IOException;

/**
 * Reports that the other side of a connection does not keep to the worker protocol. The
 * connection is of no use any more.
 */
public class ProtocolException extends IOException {

	/**
	 * Create an exception.
	 * @param message the message
	 */
	public ProtocolException(String message) {
		super(message);
	}

	/**
	 * Create an exception.
	 * @param message the message
	 * @param cause the cause
	 */
	public ProtocolException(String message, Throwable cause) {
		super(message, cause);
	}

}

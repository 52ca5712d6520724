package io.github.workerthreads.message;

/**
 * Reports why bytes are no message. The decoder adds path and offset.
 */
final class MalformedInputFailure extends RuntimeException {

	MalformedInputFailure(String reason) {
		super(reason, null, false, false);
	}

	String reason() {
		return String.valueOf(getMessage());
	}

}

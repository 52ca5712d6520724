package io.github.workerthreads.message;

/**
 * Reports why a plan cannot take apart or rebuild a value. The copier adds the path.
 */
final class UncloneableException extends RuntimeException {

	UncloneableException(String reason) {
		super(reason, null, false, false);
	}

	String reason() {
		return String.valueOf(getMessage());
	}

}

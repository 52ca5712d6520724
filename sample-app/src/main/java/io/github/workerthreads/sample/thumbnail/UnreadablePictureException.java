package io.github.workerthreads.sample.thumbnail;

import org.jspecify.annotations.Nullable;

/**
 * Reports that the bytes of a picture cannot be made a thumbnail of, and why.
 */
class UnreadablePictureException extends Exception {

	UnreadablePictureException(String message) {
		this(message, null);
	}

	UnreadablePictureException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

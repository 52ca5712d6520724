package io.github.workerthreads.runtime.child;

import java.io.EOFException;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.local.WorkerLostException;

/**
 * Reports that nobody is there any more to tell the result of a call.
 */
final class LostParentException extends WorkerLostException {

	/**
	 * Create an exception.
	 * @param cause what the connection failed with, or {@code null} if it has ended
	 */
	LostParentException(@Nullable IOException cause) {
		super((cause != null) ? cause : new EOFException("The parent has ended the connection"));
	}

}

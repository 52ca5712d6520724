package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * Base of the unchecked exceptions by which a pool or worker reports that a call has no
 * result for a reason that is not the body's own exception.
 */
public abstract class WorkerException extends RuntimeException {

	protected WorkerException(String message) {
		super(message);
	}

	protected WorkerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

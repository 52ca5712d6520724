package io.github.workerthreads.message;

import java.util.ConcurrentModificationException;

import io.github.workerthreads.worker.DataCloneException;

/**
 * Tells what went wrong with a value of a message, in the same words whatever carries it.
 */
final class CloneFailures {

	private CloneFailures() {
	}

	/**
	 * Report a failure with the path to the value.
	 * @param path the path
	 * @param failure what went wrong
	 * @return the exception to throw
	 */
	static DataCloneException at(String path, RuntimeException failure) {
		if (failure instanceof UncloneableException uncloneable) {
			return new DataCloneException(path, uncloneable.reason(), null);
		}
		if (failure instanceof ConcurrentModificationException) {
			return new DataCloneException(path, "it was changed while it was being copied. "
					+ "Do not change a message before the call that sends it has returned", failure);
		}
		return new DataCloneException(path, "it could not be taken apart or rebuilt: " + failure, failure);
	}

}

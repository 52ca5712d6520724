package io.github.workerthreads.message;

/**
 * Carries what went wrong while the value of a frame was completed.
 */
final class RebuildFailure extends RuntimeException {

	private final transient Frame frame;

	private final RuntimeException failure;

	RebuildFailure(Frame frame, RuntimeException failure) {
		super(failure.getMessage(), failure, false, false);
		this.frame = frame;
		this.failure = failure;
	}

	Frame frame() {
		return this.frame;
	}

	RuntimeException failure() {
		return this.failure;
	}

}

package io.github.workerthreads.termination;

/**
 * Stops code of a worker that is being terminated. Thrown where the code enters a method
 * or goes round a loop. Nobody should catch it: who does is stopped again once the time
 * for cleaning up is over.
 */
public final class WorkerTerminatedError extends Error {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an error.
	 * @param worker the name of the worker
	 */
	public WorkerTerminatedError(String worker) {
		super("%s is being terminated".formatted(worker));
	}

}

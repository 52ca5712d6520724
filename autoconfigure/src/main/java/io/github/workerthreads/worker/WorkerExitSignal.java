package io.github.workerthreads.worker;

/**
 * Unwinds the stack of a worker that exits, as the end of a thread does. Not an
 * {@link Exception}, so that code which handles those lets it pass.
 */
final class WorkerExitSignal extends Error {

	private static final long serialVersionUID = 1L;

	WorkerExitSignal(int exitCode) {
		super("The worker exits with code " + exitCode, null, false, false);
	}

}

package io.github.workerthreads.worker;

/**
 * Starts long-lived workers. Found through {@link java.util.ServiceLoader}; the library
 * brings one. Thread-safe.
 */
@FunctionalInterface
public interface WorkerStarter {

	/**
	 * Start a worker.
	 * @param order what to start
	 * @return the parent's hold on it
	 * @throws IllegalArgumentException if no rung has the isolation, or its rung cannot
	 * keep a limit
	 */
	Worker start(WorkerOrder order);

}

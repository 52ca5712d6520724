package io.github.workerthreads.worker;

/**
 * Starts long-lived workers. Found through {@link java.util.ServiceLoader}; the library
 * brings one. Thread-safe.
 */
public interface WorkerStarter {

	/**
	 * Start a worker.
	 * @param order what to start
	 * @return the parent's hold on it
	 * @throws IllegalArgumentException if no rung has the isolation, or its rung cannot
	 * keep a limit
	 */
	Worker start(WorkerOrder order);

	/**
	 * Return whether workers of an isolation have the classes of who starts them. Others
	 * say where they live by {@link WorkerScope#enter(MessageRealm)}.
	 * @param isolation the name of the rung
	 * @return whether messages to them stay in the realm of who starts them
	 * @throws IllegalArgumentException if no rung has the isolation
	 */
	boolean sharesClasses(String isolation);

}

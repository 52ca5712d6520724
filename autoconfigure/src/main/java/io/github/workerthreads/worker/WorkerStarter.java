package io.github.workerthreads.worker;

import java.util.List;

import org.jspecify.annotations.Nullable;

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
	 * Return the rules of messages between such workers and who starts them.
	 * @param isolation the name of the rung
	 * @param script the class of what the worker runs
	 * @param allowedTypes names of classes, and of packages followed by {@code .*}, of
	 * which messages may hold instances where types are allowed by name
	 * @return the rules, or {@code null} if everything that can be cloned may be sent
	 * @throws IllegalArgumentException if no rung has the isolation, or a name is none
	 */
	@Nullable MessageRules rules(String isolation, Class<? extends WorkerScript> script, List<String> allowedTypes);

	/**
	 * Return whether workers of an isolation have the classes of who starts them. Others
	 * say where they live by {@link WorkerScope#enter(MessageRealm)}.
	 * @param isolation the name of the rung
	 * @return whether messages to them stay in the realm of who starts them
	 * @throws IllegalArgumentException if no rung has the isolation
	 */
	boolean sharesClasses(String isolation);

}

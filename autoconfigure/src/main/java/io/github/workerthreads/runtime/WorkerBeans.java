package io.github.workerthreads.runtime;

import java.util.Collection;

/**
 * The beans that one worker has of its own. Used by that worker's thread only.
 */
public interface WorkerBeans extends AutoCloseable {

	/**
	 * Find a method of a bean, which is made if it is asked for first.
	 * @param signature the method, of the application's classes
	 * @return calls that method of the worker's bean
	 * @throws IllegalStateException if there can be no such bean; says why
	 */
	MethodCall.Invoker method(MethodSignature signature);

	/**
	 * Destroy the beans.
	 */
	@Override
	void close();

	/**
	 * Makes the beans of workers. Thread-safe.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Make the beans of one worker, on its thread.
		 * @param settings the settings of the worker
		 * @param classLoader has the classes of the worker
		 * @param beans the beans that calls are known to name, each by one of its methods
		 * @return the beans
		 * @throws IllegalStateException if they cannot be made; says why
		 */
		WorkerBeans create(WorkerSettings settings, ClassLoader classLoader, Collection<MethodSignature> beans);

	}

}

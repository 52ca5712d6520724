package io.github.workerthreads.pool;

import io.github.workerthreads.runtime.Isolation;

/**
 * What there is to know of a call beside its arguments. Thread-safe.
 */
public interface TaskInfo {

	/**
	 * Return the number of the task, unique within its pool.
	 * @return the number
	 */
	long taskId();

	/**
	 * Return the name of the task.
	 * @return the name
	 */
	String name();

	/**
	 * Return the pool.
	 * @return its name
	 */
	String poolName();

	/**
	 * Return the rung of the pool's workers.
	 * @return the isolation
	 */
	Isolation isolation();

}

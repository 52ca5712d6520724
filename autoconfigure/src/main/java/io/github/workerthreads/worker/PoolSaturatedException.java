package io.github.workerthreads.worker;

import java.util.concurrent.RejectedExecutionException;

/**
 * Reports that a pool did not accept a call because its queue is full.
 */
public class PoolSaturatedException extends RejectedExecutionException {

	private final String pool;

	/**
	 * Create an exception.
	 * @param pool the name of the pool
	 * @param message the message
	 */
	public PoolSaturatedException(String pool, String message) {
		super(message);
		this.pool = pool;
	}

	/**
	 * Return the name of the pool that is saturated.
	 * @return the name of the pool
	 */
	public String getPool() {
		return this.pool;
	}

}

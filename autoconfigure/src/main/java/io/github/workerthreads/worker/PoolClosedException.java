package io.github.workerthreads.worker;

import java.util.concurrent.RejectedExecutionException;

/**
 * Reports that a pool did not accept a call because it is shutting down or has shut down.
 */
public class PoolClosedException extends RejectedExecutionException {

	private final String pool;

	/**
	 * Create an exception.
	 * @param pool the name of the pool
	 */
	public PoolClosedException(String pool) {
		super("Pool '%s' accepts no calls: it is shutting down or has shut down".formatted(pool));
		this.pool = pool;
	}

	/**
	 * Return the name of the pool that is closed.
	 * @return the name of the pool
	 */
	public String getPool() {
		return this.pool;
	}

}

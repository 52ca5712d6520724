package io.github.workerthreads.worker;

import java.util.concurrent.RejectedExecutionException;

/**
 * Reports that a pool did not accept a call because it is shutting down, has shut down or
 * is drained.
 */
public class PoolClosedException extends RejectedExecutionException {

	private final String pool;

	/**
	 * Create an exception.
	 * @param pool the name of the pool
	 */
	public PoolClosedException(String pool) {
		this(pool, "it is shutting down or has shut down");
	}

	/**
	 * Create an exception.
	 * @param pool the name of the pool
	 * @param reason why it accepts no calls
	 */
	public PoolClosedException(String pool, String reason) {
		super("Pool '%s' accepts no calls: %s".formatted(pool, reason));
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

package io.github.workerthreads.worker;

import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Reports that a pool runs no calls because too many of its workers died within a short
 * time. The cause is what ended the last of them, if that is known.
 */
public class PoolFailedException extends RejectedExecutionException {

	private final String pool;

	/**
	 * Create an exception.
	 * @param pool the name of the pool
	 * @param message the message
	 * @param cause what ended the last worker, or {@code null}
	 */
	public PoolFailedException(String pool, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.pool = pool;
	}

	/**
	 * Return the name of the pool that has failed.
	 * @return the name of the pool
	 */
	public String getPool() {
		return this.pool;
	}

}

package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Reports that a pool did not accept a call because its queue is full.
 */
public class PoolSaturatedException extends RejectedExecutionException {

	private final String pool;

	private final @Nullable Duration retryAfter;

	/**
	 * Create an exception.
	 * @param pool the name of the pool
	 * @param message the message
	 */
	public PoolSaturatedException(String pool, String message) {
		this(pool, message, null);
	}

	/**
	 * Create an exception.
	 * @param pool the name of the pool
	 * @param message the message
	 * @param retryAfter when another try may be worth it, or {@code null} if unknown
	 */
	public PoolSaturatedException(String pool, String message, @Nullable Duration retryAfter) {
		super(message);
		this.pool = pool;
		this.retryAfter = retryAfter;
	}

	/**
	 * Return the name of the pool that is saturated.
	 * @return the name of the pool
	 */
	public String getPool() {
		return this.pool;
	}

	/**
	 * Return an estimate of the time after which another try may be worth it: what the
	 * pool needs for all that it has, if calls go on to take as long as they did.
	 * @return the time, or {@code null} if no call has ended yet
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

}

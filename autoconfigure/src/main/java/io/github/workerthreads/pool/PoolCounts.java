package io.github.workerthreads.pool;

/**
 * What happened in a pool since it started. Each accepted call is in exactly one of
 * succeeded, failed, timed out, cancelled and terminated once it completed.
 *
 * @param accepted the calls accepted
 * @param rejected the calls not accepted, because the queue was full or the pool closed
 * @param succeeded the calls that returned a result
 * @param failed the calls whose body threw
 * @param timedOut the calls that met their queue timeout or timeout
 * @param cancelled the calls that were cancelled
 * @param terminated the calls whose worker was terminated
 * @param restarts the workers started to replace another
 * @param abandoned the workers that were given up on while they still ran
 */
public record PoolCounts(long accepted, long rejected, long succeeded, long failed, long timedOut, long cancelled,
		long terminated, long restarts, long abandoned) {

	/**
	 * Return the calls that completed.
	 * @return the number of calls
	 */
	public long completed() {
		return this.succeeded + this.failed + this.timedOut + this.cancelled + this.terminated;
	}

	/**
	 * Return the calls that were accepted and have not completed.
	 * @return the number of calls
	 */
	public long inFlight() {
		return Math.max(0, this.accepted - completed());
	}

}

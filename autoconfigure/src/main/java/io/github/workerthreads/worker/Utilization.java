package io.github.workerthreads.worker;

import java.time.Duration;

/**
 * How busy a long-lived worker has been since it was online.
 *
 * @param idle how long it waited for messages
 * @param active how long it ran code; a worker that is stuck is active
 * @see <a href=
 * "https://nodejs.org/api/worker_threads.html#performanceeventlooputilization">performance.eventLoopUtilization()</a>
 */
public record Utilization(Duration idle, Duration active) {

	/**
	 * What a worker has been that is not online.
	 */
	public static final Utilization NONE = new Utilization(Duration.ZERO, Duration.ZERO);

	/**
	 * Return which part of the time was active.
	 * @return a number from 0 to 1
	 */
	public double utilization() {
		Duration total = this.idle.plus(this.active);
		return (total.isZero()) ? 0 : (double) this.active.toNanos() / total.toNanos();
	}

	/**
	 * Return how busy the worker was between an earlier look and this one.
	 * @param earlier the earlier look
	 * @return the difference
	 */
	public Utilization since(Utilization earlier) {
		return new Utilization(this.idle.minus(earlier.idle), this.active.minus(earlier.active));
	}

}

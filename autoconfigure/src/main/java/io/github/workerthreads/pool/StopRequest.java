package io.github.workerthreads.pool;

/**
 * Word to a running task that it is to stop.
 *
 * @param cause why
 * @param requestedAt when, on the pool's clock
 * @param graceEnds when its worker is terminated or given up on, on the pool's clock
 * @param stackTrace what the worker did at that moment, innermost frame first
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to Throwable.setStackTrace
record StopRequest(StopCause cause, long requestedAt, long graceEnds, StackTraceElement[] stackTrace) {

	static StopRequest of(StopCause cause, TaskHost host, PooledWorker worker) {
		long now = host.now();
		long grace = Durations.saturatedNanos(host.options().terminateGrace());
		return new StopRequest(cause, now, Durations.saturatedSum(now, grace), worker.stackTrace());
	}

}

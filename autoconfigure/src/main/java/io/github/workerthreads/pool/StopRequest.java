package io.github.workerthreads.pool;

/**
 * Word to a running task that it is to stop.
 *
 * @param cause why
 * @param stackTrace what the worker does, innermost frame first
 * @param interruptedAt when the worker is told, on the pool's clock
 * @param graceEnds when its worker is terminated or given up on, on the pool's clock
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to Throwable.setStackTrace
record StopRequest(StopCause cause, StackTraceElement[] stackTrace, long interruptedAt, long graceEnds) {

	static StopRequest of(StopCause cause, TaskHost host, PooledWorker worker) {
		// A worker elsewhere may take long to answer, which is none of its grace
		StackTraceElement[] stackTrace = worker.stackTrace();
		long now = host.now();
		long grace = Durations.saturatedNanos(host.options().terminateGrace());
		return new StopRequest(cause, stackTrace, now, Durations.saturatedSum(now, grace));
	}

}

package io.github.workerthreads.runtime;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a worker does at one moment.
 *
 * @param threadState the state of the thread that runs tasks
 * @param stackTrace the stack of that thread, innermost frame first; empty once it ended
 * @param cpuTime the CPU time used so far, or {@code null} if the rung cannot tell
 * @param userTime how much of that was spent in the worker's own code, or {@code null} if
 * the rung cannot tell
 * @param allocatedBytes the bytes allocated so far, or {@code null} if the rung cannot
 * tell
 * @param pid the number of the process that the worker lives in
 * @param heap the worker's own heap, or {@code null} if it has none or did not tell
 * @param idleTime how long a long-lived worker has waited for messages so far, or
 * {@code null} if it is none, or one whose event loop is in this process
 */
public record WorkerInspection(Thread.State threadState, List<StackTraceElement> stackTrace, @Nullable Duration cpuTime,
		@Nullable Duration userTime, @Nullable Long allocatedBytes, long pid, @Nullable Heap heap,
		@Nullable Duration idleTime) {

	/**
	 * Create an inspection of a worker that has no heap of its own.
	 * @param threadState the state of its thread
	 * @param stackTrace the stack of that thread
	 * @param cpuTime the CPU time used so far, or {@code null}
	 * @param userTime how much of that was spent in its own code, or {@code null}
	 * @param allocatedBytes the bytes allocated so far, or {@code null}
	 * @param pid the number of the process
	 */
	public WorkerInspection(Thread.State threadState, List<StackTraceElement> stackTrace, @Nullable Duration cpuTime,
			@Nullable Duration userTime, @Nullable Long allocatedBytes, long pid) {
		this(threadState, stackTrace, cpuTime, userTime, allocatedBytes, pid, null, null);
	}

	/**
	 * Return this inspection of a long-lived worker.
	 * @param idleTime how long it has waited for messages so far, or {@code null}
	 * @return the new inspection
	 */
	public WorkerInspection withIdleTime(@Nullable Duration idleTime) {
		return new WorkerInspection(this.threadState, this.stackTrace, this.cpuTime, this.userTime, this.allocatedBytes,
				this.pid, this.heap, idleTime);
	}

	/**
	 * Heap of one worker.
	 *
	 * @param usedBytes the bytes in use, garbage that was not collected yet included
	 * @param maxBytes the most bytes that it may have
	 */
	public record Heap(long usedBytes, long maxBytes) {

	}

}

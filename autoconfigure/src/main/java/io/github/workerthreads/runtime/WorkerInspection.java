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
 */
public record WorkerInspection(Thread.State threadState, List<StackTraceElement> stackTrace, @Nullable Duration cpuTime,
		@Nullable Duration userTime, @Nullable Long allocatedBytes, long pid) {

}

package io.github.workerthreads.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.WorkerDetails;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.pool.WorkerSnapshot.RunningTask;
import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.worker.CpuUsage;
import io.github.workerthreads.worker.WorkerState;

/**
 * One worker in full. Times are ISO-8601, as in {@code PT1.5S}; the arguments of its task
 * are never shown.
 *
 * @param pool the name of the pool, {@code ~} for a long-lived worker
 * @param id the id of the worker
 * @param name the name of the worker and of its thread
 * @param state the state
 * @param startedAt when the worker was started
 * @param tasksDone the tasks that it completed
 * @param task the task that it runs now, or {@code null}
 * @param pid the number of the process that it lives in
 * @param threadState the state of the thread that runs tasks, {@code null} for a
 * long-lived worker
 * @param cpuTime the CPU time used so far, or {@code null} if that cannot be told
 * @param allocatedBytes the bytes allocated so far, or {@code null} if that cannot be
 * told
 * @param heap the worker's own heap, or {@code null} if it has none or did not tell
 * @param stackTrace the stack of that thread now, innermost frame first
 */
public record WorkerDetailsDescriptor(String pool, long id, String name, WorkerState state, Instant startedAt,
		long tasksDone, @Nullable RunningTask task, long pid, Thread.@Nullable State threadState,
		@Nullable Duration cpuTime, @Nullable Long allocatedBytes, WorkerInspection.@Nullable Heap heap,
		List<String> stackTrace) {

	static WorkerDetailsDescriptor of(String pool, WorkerDetails details) {
		WorkerSnapshot worker = details.worker();
		WorkerInspection inspection = details.inspection();
		return new WorkerDetailsDescriptor(pool, worker.id(), worker.name(), worker.state(), worker.startedAt(),
				worker.tasksDone(), worker.task(), inspection.pid(), inspection.threadState(), inspection.cpuTime(),
				inspection.allocatedBytes(), inspection.heap(),
				inspection.stackTrace().stream().map(StackTraceElement::toString).toList());
	}

	static WorkerDetailsDescriptor of(DedicatedWorkerDescriptor worker, long pid, CpuUsage cpuUsage,
			@Nullable Long allocatedBytes, List<StackTraceElement> stackTrace) {
		return new WorkerDetailsDescriptor(DedicatedWorkers.SELECTOR, worker.id(), String.valueOf(worker.name()),
				worker.state(), worker.startedAt(), 0, null, pid, null, cpuUsage.user().plus(cpuUsage.system()),
				allocatedBytes, null, stackTrace.stream().map(StackTraceElement::toString).toList());
	}

}

package io.github.workerthreads.actuate;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerState;

/**
 * One long-lived worker among others. What it was given and says is never shown.
 *
 * @param id the number of the worker, -1 if it has just ended
 * @param name the name of the worker and of its thread
 * @param script the class that it runs
 * @param isolation the name of its rung
 * @param state the state
 * @param startedAt when the worker was started
 * @param utilization the part of its time that it ran code instead of waiting for
 * messages, from 0 to 1
 */
public record DedicatedWorkerDescriptor(long id, @Nullable String name, String script, String isolation,
		WorkerState state, Instant startedAt, double utilization) {

	static DedicatedWorkerDescriptor of(Worker worker) {
		return new DedicatedWorkerDescriptor(worker.threadId(), worker.threadName(), worker.script().getName(),
				worker.isolation(), worker.state(), worker.startedAt(), worker.utilization().utilization());
	}

}

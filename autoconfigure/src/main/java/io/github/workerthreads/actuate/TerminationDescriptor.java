package io.github.workerthreads.actuate;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.WorkerTermination;
import io.github.workerthreads.worker.WorkerState;

/**
 * What really happened when a worker was asked to terminate.
 *
 * @param pool the name of the pool
 * @param worker the id of the worker
 * @param outcome {@code TERMINATED} or {@code KILLED} if nothing of it runs any more,
 * {@code ABANDONED} if it still runs
 * @param elapsed how long it took until that was known, in ISO-8601
 * @param lostTask the name of the task that it cost, or {@code null}
 */
public record TerminationDescriptor(String pool, long worker, WorkerState outcome, Duration elapsed,
		@Nullable String lostTask) {

	static TerminationDescriptor of(String pool, WorkerTermination termination) {
		return new TerminationDescriptor(pool, termination.workerId(), termination.outcome(), termination.elapsed(),
				termination.lostTask());
	}

}

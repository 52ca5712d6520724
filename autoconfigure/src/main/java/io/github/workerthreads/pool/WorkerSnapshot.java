package io.github.workerthreads.pool;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerState;

/**
 * What a worker does at one moment.
 *
 * @param id the id of the worker, unique within its pool and never used twice
 * @param name the name of the worker and of its thread
 * @param state the state
 * @param startedAt when the worker was started
 * @param tasksDone the tasks that it completed
 * @param task the task that it runs now, or {@code null}
 */
public record WorkerSnapshot(long id, String name, WorkerState state, Instant startedAt, long tasksDone,
		@Nullable RunningTask task) {

	/**
	 * A task that a worker runs.
	 *
	 * @param id the number of the task
	 * @param name the name of the task
	 * @param elapsed how long the body has been running
	 */
	public record RunningTask(long id, String name, Duration elapsed) {

	}

}

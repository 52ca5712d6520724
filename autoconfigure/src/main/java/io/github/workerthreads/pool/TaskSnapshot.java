package io.github.workerthreads.pool;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A call that waits or runs, at one moment.
 *
 * @param id the number of the task, unique within its pool
 * @param name the name of the task
 * @param state how far it has come
 * @param waited how long it waited for a worker, until now if it still does
 * @param ran how long its body has been running, or {@code null} if it waits
 * @param worker the name of the worker that runs it; {@code null} if it waits, or if its
 * caller runs it
 */
public record TaskSnapshot(long id, String name, State state, Duration waited, @Nullable Duration ran,
		@Nullable String worker) {

	/**
	 * How far a task has come.
	 */
	public enum State {

		/**
		 * It waits for a worker.
		 */
		QUEUED,

		/**
		 * Its body runs.
		 */
		RUNNING,

		/**
		 * Its body was asked to stop and has not ended.
		 */
		STOPPING

	}

}

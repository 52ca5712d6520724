package io.github.workerthreads.worker;

import java.util.EnumSet;
import java.util.Set;

/**
 * State of a worker, with the one table of transitions between states.
 */
public enum WorkerState {

	/**
	 * Being created; runs nothing yet.
	 */
	STARTING,

	/**
	 * Waiting for a task.
	 */
	IDLE,

	/**
	 * Running a task.
	 */
	BUSY,

	/**
	 * Asked to end; may still run its task.
	 */
	TERMINATING,

	/**
	 * Ended: nothing of it runs any more.
	 */
	TERMINATED,

	/**
	 * Ended by force from outside: nothing of it runs any more.
	 */
	KILLED,

	/**
	 * Given up on and replaced, but <em>still running</em>.
	 */
	ABANDONED,

	/**
	 * Ended by a failure of its own, at start or later.
	 */
	FAILED;

	/**
	 * Return whether a worker in this state may take the given state next.
	 * @param next the next state
	 * @return whether the transition is in the table
	 */
	public boolean canBecome(WorkerState next) {
		return successors().contains(next);
	}

	/**
	 * Return whether the worker has ended, so that nothing of it runs any more.
	 * @return whether nothing of the worker runs
	 */
	public boolean hasEnded() {
		return this == TERMINATED || this == KILLED || this == FAILED;
	}

	private Set<WorkerState> successors() {
		return switch (this) {
			case STARTING -> EnumSet.of(IDLE, TERMINATING, FAILED);
			case IDLE -> EnumSet.of(BUSY, TERMINATING, FAILED);
			case BUSY -> EnumSet.of(IDLE, TERMINATING, FAILED);
			case TERMINATING -> EnumSet.of(TERMINATED, KILLED, ABANDONED, FAILED);
			case ABANDONED -> EnumSet.of(TERMINATED, KILLED);
			case TERMINATED, KILLED, FAILED -> EnumSet.noneOf(WorkerState.class);
		};
	}

}

package io.github.workerthreads.worker;

import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
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

	private static final Map<WorkerState, Set<WorkerState>> TRANSITIONS = Map
		.of( // @formatter:off
			STARTING, EnumSet.of(IDLE, BUSY, TERMINATING, KILLED, FAILED),
			IDLE, EnumSet.of(BUSY, TERMINATING, FAILED),
			BUSY, EnumSet.of(IDLE, TERMINATING, KILLED, FAILED),
			TERMINATING, EnumSet.of(TERMINATED, KILLED, ABANDONED, FAILED),
			ABANDONED, EnumSet.of(TERMINATED, KILLED),
			TERMINATED, EnumSet.noneOf(WorkerState.class),
			KILLED, EnumSet.noneOf(WorkerState.class),
			FAILED, EnumSet.noneOf(WorkerState.class)); // @formatter:on

	/**
	 * Return whether a worker in this state may take the given state next.
	 * @param next the next state
	 * @return whether the transition is in the table
	 */
	public boolean canBecome(WorkerState next) {
		return Objects.requireNonNull(TRANSITIONS.get(this)).contains(next);
	}

	/**
	 * Return whether a worker in this state serves: it runs a task or can take one.
	 * @return whether the worker is starting, idle or busy
	 */
	public boolean serves() {
		return this == STARTING || this == IDLE || this == BUSY;
	}

	/**
	 * Return whether the worker has ended, so that nothing of it runs any more.
	 * @return whether nothing of the worker runs
	 */
	public boolean hasEnded() {
		return this == TERMINATED || this == KILLED || this == FAILED;
	}

}

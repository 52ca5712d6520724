package io.github.workerthreads.pool;

import java.util.Locale;

/**
 * What becomes of a call that finds no idle worker and no room in the queue.
 */
public enum WhenFull {

	/**
	 * It is not accepted.
	 */
	REJECT,

	/**
	 * Its caller waits for room, up to the pool's {@code max-wait}; then it is not
	 * accepted. A caller that must not block is never made to wait.
	 */
	BLOCK,

	/**
	 * Its caller runs it, on the caller's own thread and without a deadline that could
	 * stop it. On the thread rung only.
	 */
	CALLER_RUNS;

	/**
	 * Return the name as configuration spells it.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

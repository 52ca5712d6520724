package io.github.workerthreads.pool;

/**
 * What led to the end of a worker.
 */
public enum EndingCause {

	/**
	 * It died: it failed by itself, could not be started, or had to be ended or given up
	 * on because its task did not stop. Counts towards {@link RestartPolicy#intensity()}.
	 */
	DEATH(true),

	/**
	 * Somebody terminated it.
	 */
	REQUEST(true),

	/**
	 * It was old enough, had run enough tasks, or its pool was recycled.
	 */
	RECYCLE(true),

	/**
	 * It was not needed for the idle timeout.
	 */
	IDLE(false),

	/**
	 * The pool was made smaller.
	 */
	RESIZE(false),

	/**
	 * The pool shut down.
	 */
	SHUTDOWN(false);

	private final boolean replaced;

	EndingCause(boolean replaced) {
		this.replaced = replaced;
	}

	/**
	 * Return whether another worker takes the place of one that ended so.
	 * @return whether it is replaced
	 */
	boolean isReplaced() {
		return this.replaced;
	}

}

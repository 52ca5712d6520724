package io.github.workerthreads.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Hears of one worker's life. {@link #online()} comes first, {@link #exited} last and
 * once.
 */
public interface WorkerListener {

	/**
	 * The worker is up.
	 */
	void online();

	/**
	 * The worker is ready for its next assignment.
	 * @param maySpin whether this is called on a thread that has nothing else to do, so
	 * that it may spin for some tens of microseconds before the answer is {@code null}
	 * @return the assignment, or {@code null} if there is none now; the next one then
	 * comes through {@link WorkerLink#execute}
	 */
	@Nullable Assignment next(boolean maySpin);

	/**
	 * The worker has ended: nothing of it runs any more.
	 * @param failure what ended it, or {@code null} if it ended as asked
	 */
	void exited(@Nullable Throwable failure);

}

package io.github.workerthreads.runtime.local;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;

/**
 * Place for the one assignment that an idle worker is handed, with the word to stop. One
 * thread takes, any thread puts; a put never blocks.
 */
final class Mailbox {

	private final Thread owner;

	// The writer writes the letter, then reads 'parked'; the owner writes 'parked', then
	// reads the letter: volatile accesses, so at least one of them sees the other
	private volatile @Nullable Assignment letter;

	private volatile boolean stopped;

	private volatile boolean parked;

	Mailbox(Thread owner) {
		this.owner = owner;
	}

	void put(Assignment assignment) {
		this.letter = assignment;
		wakeOwner();
	}

	void stop() {
		this.stopped = true;
		wakeOwner();
	}

	boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Wait for an assignment.
	 * @return the assignment, or {@code null} when the worker is to stop
	 */
	@Nullable Assignment take() {
		park();
		Assignment assignment = this.letter;
		this.letter = null;
		return (!this.stopped) ? assignment : null;
	}

	private boolean holdsSomething() {
		return this.letter != null || this.stopped;
	}

	private void park() {
		this.parked = true;
		while (!holdsSomething()) {
			LockSupport.park(this);
			// An interrupt that is left over from a finished task must not turn the wait
			// into a busy loop
			Thread.interrupted();
		}
		this.parked = false;
	}

	private void wakeOwner() {
		if (this.parked) {
			LockSupport.unpark(this.owner);
		}
	}

}

package io.github.workerthreads.runtime.protocol;

/**
 * Keeps interrupts from one thread while it reads or writes, since they would close its
 * channel (see {@link java.nio.channels.InterruptibleChannel}). It gets them afterwards.
 * Thread-safe.
 */
public final class InterruptGate {

	// Both guarded by this
	private boolean closed;

	private boolean pending;

	/**
	 * Keep interrupts from the current thread, which owns this gate, from now on.
	 */
	synchronized void close() {
		this.closed = true;
		this.pending = Thread.interrupted();
	}

	/**
	 * Let interrupts through to the current thread again.
	 */
	synchronized void open() {
		this.closed = false;
		if (this.pending) {
			this.pending = false;
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Interrupt the thread that owns this gate, now or when it opens the gate.
	 * @param owner the thread
	 */
	public synchronized void interrupt(Thread owner) {
		if (this.closed) {
			this.pending = true;
		}
		else {
			owner.interrupt();
		}
	}

	/**
	 * Forget interrupts that the current thread, which owns this gate, has not seen.
	 */
	public synchronized void clear() {
		this.pending = false;
		Thread.interrupted();
	}

}

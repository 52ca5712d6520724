package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * Whether a port or channel with a listener keeps a worker alive, and is closed with it.
 * Thread-safe; guarded by itself.
 */
final class LoopReference {

	private final Runnable close;

	private @Nullable EventLoop loop;

	private boolean started;

	private boolean wanted = true;

	private boolean held;

	LoopReference(Runnable close) {
		this.close = close;
	}

	/**
	 * Note that there is a listener, maybe another one than before. A loop that goes on
	 * to call it stays referenced throughout.
	 * @param loop the loop that calls it, or {@code null} if none does
	 */
	synchronized void start(@Nullable EventLoop loop) {
		if (loop != this.loop) {
			leave();
			this.loop = loop;
		}
		this.started = true;
		if (loop != null) {
			loop.add(this);
		}
		update();
	}

	/**
	 * Note that there is no listener any more.
	 */
	synchronized void stop() {
		leave();
		this.started = false;
	}

	private void leave() {
		release();
		if (this.loop != null) {
			this.loop.remove(this);
			this.loop = null;
		}
	}

	/**
	 * Close what this belongs to.
	 */
	void close() {
		this.close.run();
	}

	synchronized boolean isStarted() {
		return this.started;
	}

	synchronized void setKeepsAlive(boolean wanted) {
		this.wanted = wanted;
		update();
	}

	synchronized boolean keepsAlive() {
		return this.held;
	}

	private void update() {
		boolean holds = this.started && this.wanted && this.loop != null;
		if (holds && !this.held) {
			this.held = true;
			reference(1);
		}
		else if (!holds) {
			release();
		}
	}

	private void release() {
		if (this.held) {
			this.held = false;
			reference(-1);
		}
	}

	private void reference(int difference) {
		if (this.loop != null) {
			this.loop.reference(difference);
		}
	}

}

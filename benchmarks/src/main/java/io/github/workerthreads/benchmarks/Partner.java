package io.github.workerthreads.benchmarks;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Thread that answers each ping with a pong: the least that a call on another thread can
 * cost. Both sides spin for a while, or not at all, before they park. One thread pings.
 */
final class Partner {

	private static final int IDLE = 0;

	private static final int PING = 1;

	private static final int STOP = 2;

	private final Side caller;

	private final Side answerer;

	private final Thread thread = new Thread(this::answer, "partner");

	private volatile int ball = IDLE;

	Partner(long spinNanos) {
		this.caller = new Side(spinNanos);
		this.answerer = new Side(spinNanos);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	void ping() {
		this.ball = PING;
		this.answerer.wake();
		this.caller.awaitNot(PING);
	}

	private void answer() {
		while (this.answerer.awaitNot(IDLE) == PING) {
			this.ball = IDLE;
			this.caller.wake();
		}
	}

	void stop() throws InterruptedException {
		this.ball = STOP;
		this.answerer.wake();
		this.thread.join();
	}

	private final class Side {

		private final long spinNanos;

		private volatile @Nullable Thread parked;

		private Side(long spinNanos) {
			this.spinNanos = spinNanos;
		}

		private int awaitNot(int value) {
			if (this.spinNanos == 0 || !spinWhile(value)) {
				this.parked = Thread.currentThread();
				while (Partner.this.ball == value) {
					LockSupport.park(this);
				}
				this.parked = null;
			}
			return Partner.this.ball;
		}

		private boolean spinWhile(int value) {
			long start = System.nanoTime();
			while (Partner.this.ball == value) {
				if (System.nanoTime() - start >= this.spinNanos) {
					return false;
				}
				Thread.onSpinWait();
			}
			return true;
		}

		private void wake() {
			Thread sleeper = this.parked;
			if (sleeper != null) {
				LockSupport.unpark(sleeper);
			}
		}

	}

}

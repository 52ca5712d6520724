package io.github.workerthreads.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Guards the table of waiters of one region: a lock among the threads of this process,
 * and once other processes can see the region a word in it that names the process which
 * has the lock. The lock of a process that was killed is taken over. Thread-safe.
 */
final class TableLock {

	private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

	private static final int PID = (int) ProcessHandle.current().pid();

	private static final int SPINS = 1000;

	private static final long PAUSE_NANOS = 100_000;

	// What is done under the lock takes microseconds
	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final ReentrantLock local = new ReentrantLock();

	private final ByteBuffer header;

	private final int word;

	// Guarded by the local lock
	private boolean exported;

	TableLock(ByteBuffer header, int word, boolean exported) {
		this.header = header;
		this.word = word;
		this.exported = exported;
	}

	/**
	 * Take the word into account from now on. Needs the lock.
	 */
	void export() {
		if (!this.exported) {
			lockWord();
			this.exported = true;
		}
	}

	/**
	 * Take the lock.
	 * @throws IllegalStateException if another process keeps it
	 */
	void lock() {
		this.local.lock();
		boolean locked = false;
		try {
			if (this.exported) {
				lockWord();
			}
			locked = true;
		}
		finally {
			if (!locked) {
				this.local.unlock();
			}
		}
	}

	void unlock() {
		if (this.exported) {
			INT.setVolatile(this.header, this.word, 0);
		}
		this.local.unlock();
	}

	private void lockWord() {
		for (int i = 0; i < SPINS; i++) {
			if (INT.compareAndSet(this.header, this.word, 0, PID)) {
				return;
			}
			Thread.onSpinWait();
		}
		boolean interrupted = Thread.interrupted(); // which would end each pause at once
		try {
			pauseUntilLocked();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void pauseUntilLocked() {
		long deadline = System.nanoTime() + PATIENCE_NANOS;
		while (!INT.compareAndSet(this.header, this.word, 0, PID)) {
			int owner = (int) INT.getVolatile(this.header, this.word);
			if (owner != 0 && isDead(owner) && INT.compareAndSet(this.header, this.word, owner, PID)) {
				return;
			}
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException(
						"Process %d keeps the waiters of the shared memory locked for more than %d s. Is it suspended?"
							.formatted(owner, TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)));
			}
			LockSupport.parkNanos(this, PAUSE_NANOS);
		}
	}

	static boolean isDead(int pid) {
		return ProcessHandle.of(pid).isEmpty();
	}

}

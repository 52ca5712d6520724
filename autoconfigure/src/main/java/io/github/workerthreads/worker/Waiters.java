package io.github.workerthreads.worker;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The threads of this process that wait on one region. Notified by a thread of this
 * process they are unparked; since another process can't do that they look for its
 * notifications by themselves once other processes can see the region. Whoever calls this
 * holds the region meanwhile. Thread-safe.
 */
final class Waiters {

	private static final int SPINS = (Runtime.getRuntime().availableProcessors() > 1) ? 200 : 0;

	private static final long FIRST_PAUSE_NANOS = 50_000;

	private static final long LONGEST_PAUSE_NANOS = 1_000_000;

	private final WaiterTable table;

	private final TableLock lock;

	// The thread of each slot of the table that belongs to this process. Written by that
	// thread before it looks whether it is notified; read by others after they notified
	private final AtomicReferenceArray<@Nullable Thread> threads = new AtomicReferenceArray<>(WaiterTable.CAPACITY);

	// Written under the lock
	private volatile boolean polling;

	Waiters(ByteBuffer header, boolean exported) {
		this.table = new WaiterTable(header);
		this.lock = new TableLock(header, WaiterTable.LOCK, exported);
		this.polling = exported;
	}

	WaiterTable table() {
		return this.table;
	}

	/**
	 * Prepare for processes that wait and notify as well.
	 */
	void export() {
		if (this.polling) {
			return;
		}
		this.lock.lock();
		try {
			this.lock.export();
			this.polling = true;
		}
		finally {
			this.lock.unlock();
		}
		wakeAll();
	}

	/**
	 * Wait to be notified.
	 * @param offset what to wait on
	 * @param isExpected whether to wait, asked under the lock
	 * @param timeout how long to wait at most
	 * @param isOpen whether to go on waiting
	 * @return how the wait ended
	 * @throws InterruptedException if the thread is interrupted
	 * @throws IllegalStateException if the memory is closed meanwhile
	 */
	WaitResult await(int offset, BooleanSupplier isExpected, Duration timeout, BooleanSupplier isOpen)
			throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		long start = System.nanoTime();
		long nanos = saturatedNanos(timeout);
		int slot = claim(offset, isExpected);
		if (slot < 0) {
			return WaitResult.NOT_EQUAL;
		}
		try {
			return await(slot, start, nanos, isOpen);
		}
		finally {
			// The slot may be that of another thread already
			this.threads.compareAndSet(slot, Thread.currentThread(), null);
		}
	}

	private int claim(int offset, BooleanSupplier isExpected) {
		this.lock.lock();
		try {
			// First the slot, then the value: see WaiterTable#isEmpty
			int slot = this.table.claim(offset);
			boolean expected = false;
			try {
				expected = isExpected.getAsBoolean();
				this.threads.set(slot, (expected) ? Thread.currentThread() : null);
			}
			finally {
				if (!expected) {
					this.table.cancel(slot);
				}
			}
			return (expected) ? slot : -1;
		}
		finally {
			this.lock.unlock();
		}
	}

	private WaitResult await(int slot, long start, long nanos, BooleanSupplier isOpen) throws InterruptedException {
		int spins = SPINS;
		long pause = FIRST_PAUSE_NANOS;
		while (!this.table.takeNotification(slot)) {
			long remaining = nanos - (System.nanoTime() - start);
			if (remaining <= 0 || !isOpen.getAsBoolean() || Thread.currentThread().isInterrupted()) {
				return giveUp(slot, isOpen);
			}
			if (spins > 0) {
				spins--;
				Thread.onSpinWait();
			}
			else if (this.polling) {
				LockSupport.parkNanos(this, Math.min(remaining, pause));
				pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
			}
			else {
				LockSupport.parkNanos(this, remaining);
			}
		}
		return WaitResult.OK;
	}

	private WaitResult giveUp(int slot, BooleanSupplier isOpen) throws InterruptedException {
		if (!this.table.cancel(slot) && this.table.takeNotification(slot)) {
			return WaitResult.OK; // notified before; an interrupt stays for whoever looks
									// next
		}
		if (!isOpen.getAsBoolean()) {
			throw new IllegalStateException("The shared memory was closed while a thread waited on it");
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		return WaitResult.TIMED_OUT;
	}

	/**
	 * Notify threads that wait, those first that have waited longest.
	 * @param offset what they wait on
	 * @param count how many at most
	 * @return how many are notified
	 */
	int notify(int offset, int count) {
		// What the caller has written goes before the look at who waits
		VarHandle.fullFence();
		if (this.table.isEmpty() || count == 0) {
			return 0;
		}
		this.lock.lock();
		try {
			return this.table.notify(offset, count, (slot) -> LockSupport.unpark(this.threads.get(slot)));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let all threads of this process look whether they should wait any longer.
	 */
	void wakeAll() {
		// What tells them not to wait was written before the look at who waits
		VarHandle.fullFence();
		if (this.table.isEmpty()) {
			return;
		}
		for (int slot = 0; slot < WaiterTable.CAPACITY; slot++) {
			LockSupport.unpark(this.threads.get(slot));
		}
	}

	private static long saturatedNanos(Duration timeout) {
		try {
			return timeout.toNanos();
		}
		catch (ArithmeticException ex) {
			return (timeout.isNegative()) ? 0 : Long.MAX_VALUE;
		}
	}

}

package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerLocks.LockInfo;
import io.github.workerthreads.worker.WorkerLocks.Mode;

/**
 * One request of a lock. Thread-safe.
 */
final class LockRequest {

	private final String name;

	private final Mode mode;

	private final String threadName;

	private final CountDownLatch granted = new CountDownLatch(1);

	private volatile boolean stolen;

	LockRequest(String name, Mode mode, String threadName) {
		this.name = name;
		this.mode = mode;
		this.threadName = threadName;
	}

	String name() {
		return this.name;
	}

	Mode mode() {
		return this.mode;
	}

	LockInfo lock() {
		return new LockInfo(this.name, this.mode, this.threadName);
	}

	void grant() {
		this.granted.countDown();
	}

	void steal() {
		this.stolen = true;
	}

	boolean isGranted() {
		return this.granted.getCount() == 0;
	}

	boolean isStolen() {
		return this.stolen;
	}

	/**
	 * Wait for the lock.
	 * @param timeout how long, or {@code null} for as long as it takes
	 * @return whether it was granted
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean await(@Nullable Duration timeout) throws InterruptedException {
		if (timeout != null) {
			return this.granted.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		this.granted.await();
		return true;
	}

}

package io.github.workerthreads.worker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers of workers, unique within this process. Made for pools and rungs. Thread-safe.
 */
public final class WorkerIds {

	private static final AtomicLong LAST_ID = new AtomicLong();

	private WorkerIds() {
	}

	/**
	 * Return the number of a new worker.
	 * @return a number from 1 that no worker of this process had before
	 */
	public static long next() {
		return LAST_ID.incrementAndGet();
	}

}

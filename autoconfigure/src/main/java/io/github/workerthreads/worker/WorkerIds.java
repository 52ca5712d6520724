package io.github.workerthreads.worker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers of workers, unique within this process. Made for pools and rungs. Thread-safe.
 */
public final class WorkerIds {

	private static final int BITS_INSIDE = 20;

	private static final AtomicLong LAST_ID = new AtomicLong();

	private WorkerIds() {
	}

	/**
	 * Have the numbers of this process be others than those of its parent, unless that
	 * has started millions of workers. Before there is any worker.
	 * @param workerId the number of the worker that this process is
	 */
	public static void beginInside(long workerId) {
		LAST_ID.set(first(workerId));
	}

	private static long first(long workerId) {
		return workerId << BITS_INSIDE;
	}

	/**
	 * Return whether a worker may be in the process of another one.
	 * @param id the number of the worker
	 * @param workerId the number of the one that is a process
	 * @return whether it is the same one, or has a number that its process gives
	 */
	public static boolean isInside(long id, long workerId) {
		long outer = id >> BITS_INSIDE;
		boolean given = id > first(workerId) && id <= first(workerId + 1);
		return id == workerId || given || (outer > workerId && isInside(outer, workerId));
	}

	/**
	 * Return the number of a new worker.
	 * @return a number from 1 that no worker of this process had before
	 */
	public static long next() {
		return LAST_ID.incrementAndGet();
	}

}

package io.github.workerthreads.pool;

/**
 * How many workers a pool may have, keeps, and wants now. Thread-safe.
 */
final class WorkerSizing {

	private static final int ALL = Integer.MAX_VALUE;

	// Guarded by this, as are those that are not volatile
	private volatile int size;

	private volatile int minSize;

	// How many workers are to stay whatever the size
	private int kept;

	private int wanted;

	private long changedAt;

	// The size times its time, up to the last change
	private double availableNanos;

	WorkerSizing(WorkerPoolOptions options) {
		set(options.minSize(), options.size());
		this.wanted = options.minSize();
	}

	private void set(int minSize, int size) {
		this.kept = (minSize == size) ? ALL : minSize;
		this.minSize = minSize;
		this.size = size;
	}

	int size() {
		return this.size;
	}

	int minSize() {
		return this.minSize;
	}

	/**
	 * Return how many workers are wanted now.
	 * @return a number from the least to the most
	 */
	synchronized int wanted() {
		return this.wanted;
	}

	synchronized boolean mayGrow() {
		return this.wanted < this.size;
	}

	synchronized boolean mayShrink() {
		return this.wanted > this.minSize;
	}

	synchronized boolean grow() {
		if (!mayGrow()) {
			return false;
		}
		this.wanted++;
		return true;
	}

	synchronized boolean shrink() {
		if (!mayShrink()) {
			return false;
		}
		this.wanted--;
		return true;
	}

	/**
	 * Want no more than the least.
	 */
	synchronized void reset() {
		this.wanted = this.minSize;
	}

	/**
	 * Change the most workers. All of them stay if all did so far; else as many as did
	 * before, or all if those are fewer.
	 * @param size the most workers
	 * @param now the time on the pool's clock
	 */
	synchronized void resize(int size, long now) {
		int stay = this.kept;
		resize(Math.min(stay, size), size, now);
		this.kept = stay;
	}

	synchronized void resize(int minSize, int size, long now) {
		this.availableNanos = availableNanos(now);
		this.changedAt = now;
		set(minSize, size);
		this.wanted = Math.max(minSize, Math.min(this.wanted, size));
	}

	/**
	 * Return the time that as many workers as there may be had since the pool started.
	 * @param now the time on the pool's clock
	 * @return the time in nanoseconds
	 */
	synchronized double availableNanos(long now) {
		return this.availableNanos + (double) (now - this.changedAt) * this.size;
	}

}

package io.github.workerthreads.runtime.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.workerthreads.runtime.WorkerSettings;

/**
 * Memory that the heaps of all children may come to together. Thread-safe.
 */
final class HeapBudget {

	// A child that is replaced may not have ended quite yet
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final double MEBI = 1 << 20;

	private final long limit;

	// Guarded by this
	private long reserved;

	/**
	 * Create a budget.
	 * @param limit the most bytes, 0 for no limit
	 */
	HeapBudget(long limit) {
		this.limit = limit;
	}

	/**
	 * Reserve the heap of a child, which waits a moment for others to end.
	 * @param settings the settings of its worker
	 * @return gives the heap back; no more than once
	 * @throws IllegalStateException if there is not enough left, or it is not known how
	 * large the heap may become
	 */
	Runnable reserve(WorkerSettings settings) {
		if (this.limit == 0) {
			return () -> {
			};
		}
		long bytes = settings.limits().maxHeapBytes();
		if (bytes == 0) {
			throw new IllegalStateException(
					"Worker '%s' cannot be started: its heap has no limit, but those of all workers together have one of %.1f MB. Set 'max-heap' of its pool"
						.formatted(settings.name(), this.limit / MEBI));
		}
		take(bytes, settings.name());
		AtomicBoolean reserved = new AtomicBoolean(true);
		return () -> {
			if (reserved.getAndSet(false)) {
				giveBack(bytes);
			}
		};
	}

	private synchronized void take(long bytes, String worker) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (bytes > this.limit - this.reserved) {
			long rest = deadline - System.nanoTime();
			if (rest <= 0 || bytes > this.limit) {
				throw new IllegalStateException(
						"Worker '%s' cannot be started: its heap may have %.1f MB, but the heaps of others have %.1f of the %.1f MB that all together may have. Raise 'worker-threads.process.max-total-heap', or lower 'max-heap' or 'size' of a pool"
							.formatted(worker, bytes / MEBI, this.reserved / MEBI, this.limit / MEBI));
			}
			try {
				TimeUnit.NANOSECONDS.timedWait(this, rest);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(
						"Worker '%s' was terminated while it waited for memory".formatted(worker), ex);
			}
		}
		this.reserved += bytes;
	}

	private synchronized void giveBack(long bytes) {
		this.reserved -= bytes;
		notifyAll();
	}

}

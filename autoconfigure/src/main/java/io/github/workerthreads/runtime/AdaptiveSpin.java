package io.github.workerthreads.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A short spin before parking that gives itself up where it does not pay. Waking a parked
 * thread costs tens of microseconds, so a wait that is likely to be shorter is worth a
 * spin of that length; one instance serves waits of one kind and learns from them. A wait
 * that is nearly always longer soon costs no CPU at all but for a rare probe, and never
 * do more threads of this JVM spin than there are processors.
 * <p>
 * Thread-safe.
 */
public final class AdaptiveSpin {

	private static final long SPIN_NANOS = 30_000;

	private static final int SPINS_PER_CLOCK_READ = 16;

	private static final int MAX_CREDIT = 64;

	private static final int MISS_COST = 8;

	private static final int PROBE_INTERVAL = 64;

	private static final int MAX_SPINNERS = maxSpinners();

	private static final AtomicInteger SPINNERS = new AtomicInteger();

	// Read and written without synchronization: a lost update only delays learning
	private int credit = MAX_CREDIT;

	private int skipped;

	/**
	 * Spin until the condition holds, for at most some tens of microseconds.
	 * @param condition what to wait for; cheap and free of side effects
	 * @return whether the condition held; if not, the caller parks
	 */
	public boolean await(Condition condition) {
		if (condition.holds()) {
			return true;
		}
		if (!worthwhile() || !enter()) {
			return false;
		}
		try {
			boolean held = spin(condition);
			this.credit = (held) ? Math.min(MAX_CREDIT, this.credit + 1) : Math.max(0, this.credit - MISS_COST);
			return held;
		}
		finally {
			SPINNERS.getAndDecrement();
		}
	}

	private boolean worthwhile() {
		if (this.credit > 0) {
			return true;
		}
		this.skipped++;
		return this.skipped % PROBE_INTERVAL == 0;
	}

	private static boolean enter() {
		if (SPINNERS.getAndIncrement() < MAX_SPINNERS) {
			return true;
		}
		SPINNERS.getAndDecrement();
		return false;
	}

	private static boolean spin(Condition condition) {
		long start = System.nanoTime();
		do {
			for (int i = 0; i < SPINS_PER_CLOCK_READ; i++) {
				if (condition.holds()) {
					return true;
				}
				Thread.onSpinWait();
			}
		}
		while (System.nanoTime() - start < SPIN_NANOS);
		return condition.holds();
	}

	private static int maxSpinners() {
		int processors = Runtime.getRuntime().availableProcessors();
		return (processors > 1) ? processors : 0;
	}

	/**
	 * What a spin waits for.
	 */
	@FunctionalInterface
	public interface Condition {

		/**
		 * Return whether the wait is over.
		 * @return whether the condition holds
		 */
		boolean holds();

	}

}

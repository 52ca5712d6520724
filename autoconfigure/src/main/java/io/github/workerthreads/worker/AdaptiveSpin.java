package io.github.workerthreads.worker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A short spin before parking that gives itself up where it does not pay. Waking a parked
 * thread costs tens of microseconds, so a wait that is likely to be shorter is worth a
 * spin of that length; one instance serves waits of one kind and learns from them. A wait
 * that is nearly always longer soon costs no CPU at all but for a rare probe. A spin
 * yields to other threads after some microseconds, and never do more threads of this JVM
 * spin than there are processors.
 * <p>
 * Made for rungs and pools. Thread-safe.
 */
public final class AdaptiveSpin {

	private static final long SPIN_NANOS = 60_000;

	// What is awaited may need the processor that spins: from then on it is offered to
	// others each time the clock is read
	private static final long YIELD_AFTER_NANOS = 3_000;

	private static final int SPINS_PER_CLOCK_READ = 16;

	// How many of the last spins paid, in 1/256: a spin that pays is learnt faster than
	// one that does not, since it saves more than the other costs
	private static final int ALL = 256;

	private static final int WORTHWHILE = ALL / 2;

	private static final int PAID_SHIFT = 2;

	private static final int MISSED_SHIFT = 4;

	private static final int PROBE_INTERVAL = 64;

	private static final int MAX_SPINNERS = maxSpinners();

	private static final AtomicInteger SPINNERS = new AtomicInteger();

	// Read and written without synchronization: a lost update only delays learning
	private int paying = ALL;

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
			long start = System.nanoTime();
			boolean held = spin(condition, start);
			boolean paid = held && System.nanoTime() - start <= SPIN_NANOS;
			learn(paid);
			return held;
		}
		finally {
			SPINNERS.getAndDecrement();
		}
	}

	private void learn(boolean paid) {
		int before = this.paying;
		this.paying = (paid) ? before + ((ALL - before) >> PAID_SHIFT) : before - (before >> MISSED_SHIFT);
	}

	private boolean worthwhile() {
		if (this.paying >= WORTHWHILE) {
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

	@SuppressWarnings("ThreadPriorityCheck") // nothing relies on the scheduler
	private static boolean spin(Condition condition, long start) {
		long elapsed = 0;
		do {
			if (elapsed > YIELD_AFTER_NANOS) {
				Thread.yield();
			}
			for (int i = 0; i < SPINS_PER_CLOCK_READ; i++) {
				if (condition.holds()) {
					return true;
				}
				Thread.onSpinWait();
			}
			elapsed = System.nanoTime() - start;
		}
		while (elapsed < SPIN_NANOS);
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

package io.github.workerthreads.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import io.github.workerthreads.worker.SharedMemory;

/**
 * Volatile accesses to different places are in one order for all threads.
 */
final class DekkerStress {

	private static final SharedMemory MEMORY = Cells.allocate();

	private DekkerStress() {
	}

	/**
	 * With ints.
	 */
	@JCStressTest
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The second thread came later")
	@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The first thread came later")
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both wrote before either read")
	@Outcome(id = "0, 0", expect = Expect.FORBIDDEN,
			desc = "Neither saw the other: the accesses are in no common order")
	@State
	public static class VolatileInts {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(II_Result result) {
			MEMORY.atomicInts().set(this.offset, 1);
			result.r1 = MEMORY.atomicInts().get(this.offset + 64);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(II_Result result) {
			MEMORY.atomicInts().set(this.offset + 64, 1);
			result.r2 = MEMORY.atomicInts().get(this.offset);
		}

	}

	/**
	 * With longs.
	 */
	@JCStressTest
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The second thread came later")
	@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The first thread came later")
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both wrote before either read")
	@Outcome(id = "0, 0", expect = Expect.FORBIDDEN,
			desc = "Neither saw the other: the accesses are in no common order")
	@State
	public static class VolatileLongs {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(II_Result result) {
			MEMORY.atomicLongs().set(this.offset, 1);
			result.r1 = (int) MEMORY.atomicLongs().get(this.offset + 64);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(II_Result result) {
			MEMORY.atomicLongs().set(this.offset + 64, 1);
			result.r2 = (int) MEMORY.atomicLongs().get(this.offset);
		}

	}

}

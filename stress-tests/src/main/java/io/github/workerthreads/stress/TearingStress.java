package io.github.workerthreads.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

import io.github.workerthreads.worker.SharedMemory;

/**
 * An aligned long is seen as a whole.
 */
final class TearingStress {

	private static final SharedMemory MEMORY = Cells.allocate();

	private TearingStress() {
	}

	/**
	 * Plain access of a 64-bit JVM.
	 */
	@JCStressTest
	@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Read before the write")
	@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "Read after the write")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Half of the long was seen")
	@State
	public static class PlainLong {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 */
		@Actor
		public void writer() {
			MEMORY.putLong(this.offset, -1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void reader(J_Result result) {
			result.r1 = MEMORY.getLong(this.offset);
		}

	}

	/**
	 * Opaque access.
	 */
	@JCStressTest
	@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Read before the write")
	@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "Read after the write")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Half of the long was seen")
	@State
	public static class OpaqueLong {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 */
		@Actor
		public void writer() {
			MEMORY.atomicLongs().setOpaque(this.offset, -1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void reader(J_Result result) {
			result.r1 = MEMORY.atomicLongs().getOpaque(this.offset);
		}

	}

	/**
	 * Volatile access.
	 */
	@JCStressTest
	@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Read before the write")
	@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "Read after the write")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Half of the long was seen")
	@State
	public static class VolatileLong {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 */
		@Actor
		public void writer() {
			MEMORY.atomicLongs().set(this.offset, -1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void reader(J_Result result) {
			result.r1 = MEMORY.atomicLongs().get(this.offset);
		}

	}

}

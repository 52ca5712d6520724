package io.github.workerthreads.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import io.github.workerthreads.worker.SharedMemory;

/**
 * Who sees a flag sees what was written before it, plain or not.
 */
final class MessagePassingStress {

	private static final SharedMemory MEMORY = Cells.allocate();

	private MessagePassingStress() {
	}

	/**
	 * Release and acquire of an int.
	 */
	@JCStressTest
	@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Read before both writes")
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Read between both writes")
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Read after both writes")
	@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The flag was seen, what was written before it was not")
	@State
	public static class ReleaseAcquireInt {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 */
		@Actor
		public void writer() {
			MEMORY.putInt(this.offset, 1);
			MEMORY.atomicInts().setRelease(this.offset + 64, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void reader(II_Result result) {
			result.r1 = MEMORY.atomicInts().getAcquire(this.offset + 64);
			result.r2 = MEMORY.getInt(this.offset);
		}

	}

	/**
	 * Release and acquire of a long.
	 */
	@JCStressTest
	@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Read before both writes")
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Read between both writes")
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Read after both writes")
	@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The flag was seen, what was written before it was not")
	@State
	public static class ReleaseAcquireLong {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 */
		@Actor
		public void writer() {
			MEMORY.putInt(this.offset, 1);
			MEMORY.atomicLongs().setRelease(this.offset + 64, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void reader(II_Result result) {
			result.r1 = (int) MEMORY.atomicLongs().getAcquire(this.offset + 64);
			result.r2 = MEMORY.getInt(this.offset);
		}

	}

	/**
	 * Volatile write and read of an int.
	 */
	@JCStressTest
	@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Read before both writes")
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Read between both writes")
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Read after both writes")
	@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The flag was seen, what was written before it was not")
	@State
	public static class VolatileInt {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 */
		@Actor
		public void writer() {
			MEMORY.putInt(this.offset, 1);
			MEMORY.atomicInts().set(this.offset + 64, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void reader(II_Result result) {
			result.r1 = MEMORY.atomicInts().get(this.offset + 64);
			result.r2 = MEMORY.getInt(this.offset);
		}

	}

	/**
	 * Update and volatile read of an int.
	 */
	@JCStressTest
	@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Read before both writes")
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Read between both writes")
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Read after both writes")
	@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The flag was seen, what was written before it was not")
	@State
	public static class UpdateInt {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 */
		@Actor
		public void writer() {
			MEMORY.putInt(this.offset, 1);
			MEMORY.atomicInts().getAndAdd(this.offset + 64, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void reader(II_Result result) {
			result.r1 = MEMORY.atomicInts().get(this.offset + 64);
			result.r2 = MEMORY.getInt(this.offset);
		}

	}

}

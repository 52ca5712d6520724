package io.github.workerthreads.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

import io.github.workerthreads.worker.SharedMemory;

/**
 * Of two updates at the same time one comes first, and none is lost.
 */
final class UpdateStress {

	private static final SharedMemory MEMORY = Cells.allocate();

	private UpdateStress() {
	}

	/**
	 * Compare-and-set of ints.
	 */
	@JCStressTest
	@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "The first thread won")
	@Outcome(id = "false, true, 2", expect = Expect.ACCEPTABLE, desc = "The second thread won")
	@Outcome(id = "true, true, .*", expect = Expect.FORBIDDEN, desc = "Both won")
	@Outcome(id = "false, false, .*", expect = Expect.FORBIDDEN, desc = "Nobody won")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "The value is not that of who won")
	@State
	public static class CompareAndSetInts {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(ZZI_Result result) {
			result.r1 = MEMORY.atomicInts().compareAndSet(this.offset, 0, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(ZZI_Result result) {
			result.r2 = MEMORY.atomicInts().compareAndSet(this.offset, 0, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(ZZI_Result result) {
			result.r3 = MEMORY.atomicInts().get(this.offset);
		}

	}

	/**
	 * Compare-and-exchange of ints, which also tells who won.
	 */
	@JCStressTest
	@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The first thread won, and the second saw that")
	@Outcome(id = "2, 0, 2", expect = Expect.ACCEPTABLE, desc = "The second thread won, and the first saw that")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Both won, or none, or a value that nobody wrote")
	@State
	public static class CompareAndExchangeInts {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = MEMORY.atomicInts().compareAndExchange(this.offset, 0, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = MEMORY.atomicInts().compareAndExchange(this.offset, 0, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(III_Result result) {
			result.r3 = MEMORY.atomicInts().get(this.offset);
		}

	}

	/**
	 * Sum of two ints.
	 */
	@JCStressTest
	@Outcome(id = "0, 1, 3", expect = Expect.ACCEPTABLE, desc = "The first thread added first")
	@Outcome(id = "2, 0, 3", expect = Expect.ACCEPTABLE, desc = "The second thread added first")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "An addition was lost")
	@State
	public static class SumInts {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = MEMORY.atomicInts().getAndAdd(this.offset, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = MEMORY.atomicInts().getAndAdd(this.offset, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(III_Result result) {
			result.r3 = MEMORY.atomicInts().get(this.offset);
		}

	}

	/**
	 * Bits of two ints.
	 */
	@JCStressTest
	@Outcome(id = "0, 1, 3", expect = Expect.ACCEPTABLE, desc = "The first thread set its bit first")
	@Outcome(id = "2, 0, 3", expect = Expect.ACCEPTABLE, desc = "The second thread set its bit first")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A bit was lost")
	@State
	public static class BitsInts {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = MEMORY.atomicInts().getAndBitwiseOr(this.offset, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = MEMORY.atomicInts().getAndBitwiseXor(this.offset, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(III_Result result) {
			result.r3 = MEMORY.atomicInts().get(this.offset);
		}

	}

	/**
	 * Exchange of ints.
	 */
	@JCStressTest
	@Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "The first thread wrote first")
	@Outcome(id = "2, 0, 1", expect = Expect.ACCEPTABLE, desc = "The second thread wrote first")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A value was seen twice, or never")
	@State
	public static class GetAndSetInts {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = MEMORY.atomicInts().getAndSet(this.offset, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = MEMORY.atomicInts().getAndSet(this.offset, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(III_Result result) {
			result.r3 = MEMORY.atomicInts().get(this.offset);
		}

	}

	/**
	 * Compare-and-set of longs.
	 */
	@JCStressTest
	@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "The first thread won")
	@Outcome(id = "false, true, 2", expect = Expect.ACCEPTABLE, desc = "The second thread won")
	@Outcome(id = "true, true, .*", expect = Expect.FORBIDDEN, desc = "Both won")
	@Outcome(id = "false, false, .*", expect = Expect.FORBIDDEN, desc = "Nobody won")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "The value is not that of who won")
	@State
	public static class CompareAndSetLongs {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(ZZI_Result result) {
			result.r1 = MEMORY.atomicLongs().compareAndSet(this.offset, 0, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(ZZI_Result result) {
			result.r2 = MEMORY.atomicLongs().compareAndSet(this.offset, 0, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(ZZI_Result result) {
			result.r3 = (int) MEMORY.atomicLongs().get(this.offset);
		}

	}

	/**
	 * Compare-and-exchange of longs, which also tells who won.
	 */
	@JCStressTest
	@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The first thread won, and the second saw that")
	@Outcome(id = "2, 0, 2", expect = Expect.ACCEPTABLE, desc = "The second thread won, and the first saw that")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Both won, or none, or a value that nobody wrote")
	@State
	public static class CompareAndExchangeLongs {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = (int) MEMORY.atomicLongs().compareAndExchange(this.offset, 0, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = (int) MEMORY.atomicLongs().compareAndExchange(this.offset, 0, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(III_Result result) {
			result.r3 = (int) MEMORY.atomicLongs().get(this.offset);
		}

	}

	/**
	 * Sum of two longs.
	 */
	@JCStressTest
	@Outcome(id = "0, 1, 3", expect = Expect.ACCEPTABLE, desc = "The first thread added first")
	@Outcome(id = "2, 0, 3", expect = Expect.ACCEPTABLE, desc = "The second thread added first")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "An addition was lost")
	@State
	public static class SumLongs {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = (int) MEMORY.atomicLongs().getAndAdd(this.offset, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = (int) MEMORY.atomicLongs().getAndAdd(this.offset, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(III_Result result) {
			result.r3 = (int) MEMORY.atomicLongs().get(this.offset);
		}

	}

	/**
	 * Bits of two longs.
	 */
	@JCStressTest
	@Outcome(id = "0, 1, 3", expect = Expect.ACCEPTABLE, desc = "The first thread set its bit first")
	@Outcome(id = "2, 0, 3", expect = Expect.ACCEPTABLE, desc = "The second thread set its bit first")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A bit was lost")
	@State
	public static class BitsLongs {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = (int) MEMORY.atomicLongs().getAndBitwiseOr(this.offset, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = (int) MEMORY.atomicLongs().getAndBitwiseXor(this.offset, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(III_Result result) {
			result.r3 = (int) MEMORY.atomicLongs().get(this.offset);
		}

	}

	/**
	 * Exchange of longs.
	 */
	@JCStressTest
	@Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "The first thread wrote first")
	@Outcome(id = "2, 0, 1", expect = Expect.ACCEPTABLE, desc = "The second thread wrote first")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A value was seen twice, or never")
	@State
	public static class GetAndSetLongs {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = (int) MEMORY.atomicLongs().getAndSet(this.offset, 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = (int) MEMORY.atomicLongs().getAndSet(this.offset, 2);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(III_Result result) {
			result.r3 = (int) MEMORY.atomicLongs().get(this.offset);
		}

	}

}

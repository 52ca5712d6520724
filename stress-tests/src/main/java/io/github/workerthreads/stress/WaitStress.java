package io.github.workerthreads.stress;

import java.time.Duration;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;
import org.openjdk.jcstress.infra.results.LI_Result;

import io.github.workerthreads.worker.SharedMemory;

/**
 * A thread that waits and one that notifies agree on what happened, and no wake-up is
 * lost.
 */
final class WaitStress {

	private static final SharedMemory MEMORY = Cells.allocate();

	private static final SharedMemory EXPORTED = exported();

	private static final Duration LONG = Duration.ofSeconds(10);

	private WaitStress() {
	}

	private static SharedMemory exported() {
		SharedMemory memory = Cells.allocate();
		memory.handle();
		return memory;
	}

	private static Object await(SharedMemory memory, int offset, Duration timeout) {
		try {
			return memory.waitWhile(offset, 0, timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ex;
		}
	}

	/**
	 * The value is written plainly, and so is what belongs to it.
	 */
	@JCStressTest
	@Outcome(id = "OK, 1, 42", expect = Expect.ACCEPTABLE, desc = "Waited, and was woken")
	@Outcome(id = "NOT_EQUAL, 0, .*", expect = Expect.ACCEPTABLE, desc = "The value was there before the wait")
	@Outcome(id = "TIMED_OUT, .*", expect = Expect.FORBIDDEN, desc = "The wake-up was lost")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Both disagree, or the woken one misses what was written")
	@State
	public static class PlainWrite {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void waiter(LII_Result result) {
			result.r1 = await(MEMORY, this.offset, LONG);
			result.r3 = MEMORY.getInt(this.offset + 64);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void notifier(LII_Result result) {
			MEMORY.putInt(this.offset + 64, 42);
			MEMORY.putInt(this.offset, 1);
			result.r2 = MEMORY.notify(this.offset, 1);
		}

	}

	/**
	 * Other processes could see the region.
	 */
	@JCStressTest
	@Outcome(id = "OK, 1", expect = Expect.ACCEPTABLE, desc = "Waited, and was woken")
	@Outcome(id = "NOT_EQUAL, 0", expect = Expect.ACCEPTABLE, desc = "The value was there before the wait")
	@Outcome(id = "TIMED_OUT, .*", expect = Expect.FORBIDDEN, desc = "The wake-up was lost")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Both disagree")
	@State
	public static class ExportedRegion {

		private final int offset = Cells.next(EXPORTED);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void waiter(LI_Result result) {
			result.r1 = await(EXPORTED, this.offset, LONG);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void notifier(LI_Result result) {
			EXPORTED.atomicInts().setRelease(this.offset, 1);
			result.r2 = EXPORTED.notify(this.offset, Integer.MAX_VALUE);
		}

	}

	/**
	 * The waiter gives up at about the time of the notification.
	 */
	@JCStressTest
	@Outcome(id = "OK, 1", expect = Expect.ACCEPTABLE, desc = "Waited, and was woken in time")
	@Outcome(id = "NOT_EQUAL, 0", expect = Expect.ACCEPTABLE, desc = "The value was there before the wait")
	@Outcome(id = "TIMED_OUT, 0", expect = Expect.ACCEPTABLE, desc = "Gave up before the notification")
	@Outcome(id = "TIMED_OUT, 1", expect = Expect.FORBIDDEN, desc = "The notification went to one who had given up")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Both disagree")
	@State
	public static class ShortTimeout {

		private final int offset = Cells.next(MEMORY);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void waiter(LI_Result result) {
			result.r1 = await(MEMORY, this.offset, Duration.ofNanos(500));
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void notifier(LI_Result result) {
			MEMORY.atomicInts().set(this.offset, 1);
			result.r2 = MEMORY.notify(this.offset, 1);
		}

	}

}

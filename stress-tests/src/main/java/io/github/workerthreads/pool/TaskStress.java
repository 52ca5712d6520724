package io.github.workerthreads.pool;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A task has one outcome, whoever comes at the same time.
 */
final class TaskStress {

	private TaskStress() {
	}

	private static Task running() {
		Task task = StressPool.task();
		task.begin();
		return task;
	}

	/**
	 * A task that waits is cancelled while it begins.
	 */
	@JCStressTest
	@Outcome(id = "true, false, true", expect = Expect.ACCEPTABLE, desc = "Cancelled, and it never runs")
	@Outcome(id = "false, true, false", expect = Expect.ACCEPTABLE, desc = "It runs, and is not cancelled")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Cancelled and run, or neither")
	@State
	public static class CancelAndBegin {

		private final Task task = StressPool.task();

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void cancel(ZZZ_Result result) {
			result.r1 = this.task.cancel(false);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void begin(ZZZ_Result result) {
			result.r2 = this.task.begin();
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(ZZZ_Result result) {
			result.r3 = this.task.isDone();
		}

	}

	/**
	 * A task that waits is cancelled twice.
	 */
	@JCStressTest
	@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Cancelled, and both are told so")
	@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The second came while the first was at it")
	@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The first came while the second was at it")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Nobody is told that it was cancelled")
	@State
	public static class TwoCancels {

		private final Task task = StressPool.task();

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(ZZ_Result result) {
			result.r1 = this.task.cancel(true);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(ZZ_Result result) {
			result.r2 = this.task.cancel(true);
		}

	}

	/**
	 * A body returns while somebody completes the future.
	 */
	@JCStressTest
	@Outcome(id = "true, false, true", expect = Expect.ACCEPTABLE, desc = "The value of somebody counts")
	@Outcome(id = "false, true, true", expect = Expect.ACCEPTABLE, desc = "The result of the body counts")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Both count, or none")
	@State
	public static class SucceedAndComplete {

		private final Task task = running();

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void complete(ZZZ_Result result) {
			result.r1 = this.task.complete("other");
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void succeed(ZZZ_Result result) {
			this.task.succeed("own");
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void end(ZZZ_Result result) {
			result.r2 = "own".equals(this.task.getNow(null));
			result.r3 = this.task.isDone();
		}

	}

}

package io.github.workerthreads.pool;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A worker that idles is found by one of those that look for it, and by no other.
 */
final class IdleWorkersStress {

	private IdleWorkersStress() {
	}

	private static IdleWorkers idle(int count) {
		IdleWorkers workers = new IdleWorkers();
		for (int i = 0; i < count; i++) {
			workers.push(StressPool.worker(i));
		}
		return workers;
	}

	private static int pop(IdleWorkers workers) {
		PooledWorker worker = workers.pop();
		return (worker != null) ? (int) worker.id() : 0;
	}

	/**
	 * Two look for a worker where two idle.
	 */
	@JCStressTest
	@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "Each has one")
	@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "Each has one")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Both have the same, or one has none")
	@State
	public static class TwoPops {

		private final IdleWorkers workers = idle(2);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(II_Result result) {
			result.r1 = pop(this.workers);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(II_Result result) {
			result.r2 = pop(this.workers);
		}

	}

	/**
	 * One looks for a worker while another one becomes idle.
	 */
	@JCStressTest
	@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "Has the first; the second is left")
	@Outcome(id = "2, 1, 0", expect = Expect.ACCEPTABLE, desc = "Has the second; the first is left")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A worker is lost, or there twice")
	@State
	public static class PopAndPush {

		private final IdleWorkers workers = idle(1);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void pop(III_Result result) {
			result.r1 = IdleWorkersStress.pop(this.workers);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void push(III_Result result) {
			this.workers.push(StressPool.worker(1));
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void left(III_Result result) {
			result.r2 = IdleWorkersStress.pop(this.workers);
			result.r3 = IdleWorkersStress.pop(this.workers);
		}

	}

	/**
	 * One worker was claimed and is taken out while another one becomes idle.
	 */
	@JCStressTest
	@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "The second is left")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "The first is left, or the second is lost")
	@State
	public static class RemoveAndPush {

		private final IdleWorkers workers = idle(1);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void remove(II_Result result) {
			this.workers.remove(StressPool.worker(0));
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void push(II_Result result) {
			this.workers.push(StressPool.worker(1));
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void left(II_Result result) {
			result.r1 = pop(this.workers);
			result.r2 = pop(this.workers);
		}

	}

}

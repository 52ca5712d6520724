package io.github.workerthreads.pool;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * The queue of a pool has no more than its limit, and loses nothing.
 */
final class TaskQueueStress {

	private TaskQueueStress() {
	}

	private static TaskQueue queueOf(Task task) {
		TaskQueue queue = new TaskQueue();
		queue.offer(task, 1);
		return queue;
	}

	/**
	 * Two tasks come where one has room.
	 */
	@JCStressTest
	@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "The first is in")
	@Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE, desc = "The second is in")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "More than the limit, or the count is wrong")
	@State
	public static class TwoOffers {

		private final TaskQueue queue = new TaskQueue();

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void first(ZZI_Result result) {
			result.r1 = this.queue.offer(StressPool.task(), 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void second(ZZI_Result result) {
			result.r2 = this.queue.offer(StressPool.task(), 1);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void size(ZZI_Result result) {
			result.r3 = this.queue.size();
		}

	}

	/**
	 * A worker looks while a task comes.
	 */
	@JCStressTest
	@Outcome(id = "true, true, 0", expect = Expect.ACCEPTABLE, desc = "The worker has it")
	@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "It waits")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "It is lost, there twice or counted wrong")
	@State
	public static class OfferAndPoll {

		private final TaskQueue queue = new TaskQueue();

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void offer(ZZI_Result result) {
			result.r1 = this.queue.offer(StressPool.task(), 1);
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void poll(ZZI_Result result) {
			result.r2 = this.queue.poll(StressPool.worker(0)) != null;
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void size(ZZI_Result result) {
			result.r3 = this.queue.size();
		}

	}

	/**
	 * A worker takes a task that is cancelled.
	 */
	@JCStressTest
	@Outcome(id = "true, false, 0", expect = Expect.ACCEPTABLE, desc = "The worker has it")
	@Outcome(id = "false, true, 0", expect = Expect.ACCEPTABLE, desc = "It is taken out")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Both or none have it, or the count is wrong")
	@State
	public static class PollAndRemove {

		private final Task task = StressPool.task();

		private final TaskQueue queue = queueOf(this.task);

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void poll(ZZI_Result result) {
			result.r1 = this.queue.poll(StressPool.worker(0)) != null;
		}

		/**
		 * Run by one of the threads.
		 * @param result what it finds
		 */
		@Actor
		public void remove(ZZI_Result result) {
			result.r2 = this.queue.remove(this.task);
		}

		/**
		 * Run after both threads.
		 * @param result what it finds
		 */
		@Arbiter
		public void size(ZZI_Result result) {
			result.r3 = this.queue.size();
		}

	}

}

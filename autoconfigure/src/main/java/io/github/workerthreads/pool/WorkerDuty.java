package io.github.workerthreads.pool;

import org.jspecify.annotations.Nullable;

/**
 * Whether a worker is there to take tasks: it may not be ready yet, stand by as a spare,
 * or be asked to end. Between two tasks the worker compares the number of its tasks with
 * a limit, which is 0 in each of these cases. Thread-safe.
 */
final class WorkerDuty {

	private final int mostTasks;

	// Follows from the others. Written by who changed one of them, last by who saw all
	private volatile long taskLimit;

	private volatile boolean ready;

	private volatile boolean spare;

	private volatile @Nullable Retirement retirement;

	private volatile boolean handedOver;

	/**
	 * Create the duty of a worker that is starting.
	 * @param mostTasks the most tasks that it runs, 0 for no limit
	 * @param spare whether it stands by before it serves
	 */
	WorkerDuty(int mostTasks, boolean spare) {
		this.mostTasks = mostTasks;
		this.spare = spare;
	}

	private synchronized void update() {
		if (!this.ready || this.spare || this.retirement != null) {
			this.taskLimit = 0;
		}
		else {
			this.taskLimit = (this.mostTasks > 0) ? this.mostTasks : Long.MAX_VALUE;
		}
	}

	/**
	 * Return whether the worker takes another task without further ado.
	 * @param tasksDone how many it has completed
	 * @return whether it goes on
	 */
	boolean goesOn(long tasksDone) {
		return tasksDone < this.taskLimit;
	}

	boolean isReady() {
		return this.ready;
	}

	void becomeReady() {
		this.ready = true;
		update();
	}

	/**
	 * Return whether the worker stands by until it is called into service.
	 * @return whether it is a spare that stays
	 */
	boolean isStandingBy() {
		return this.spare && this.retirement == null;
	}

	void takeUpService() {
		this.spare = false;
		update();
	}

	/**
	 * Ask the worker to end after the task that it has.
	 * @param reason why
	 */
	void retire(Retirement reason) {
		this.retirement = reason;
		update();
	}

	/**
	 * Ask a worker that was to end to go on.
	 */
	void stay() {
		this.retirement = null;
		update();
	}

	boolean isRetiring() {
		return this.retirement != null;
	}

	boolean retiresFor(EndingCause cause) {
		Retirement current = this.retirement;
		return current != null && current.cause() == cause;
	}

	@Nullable Retirement retirement() {
		return this.retirement;
	}

	/**
	 * Note that a spare has taken the place of the worker, which was told to end and may
	 * not have ended yet.
	 */
	void handOver() {
		this.handedOver = true;
	}

	boolean isHandedOver() {
		return this.handedOver;
	}

	/**
	 * Return why the worker is to end now that it has ended a task.
	 * @param tasksDone how many it has completed
	 * @return the reason, or {@code null} if it is not to end
	 */
	@Nullable Retirement dueRetirement(long tasksDone) {
		Retirement current = this.retirement;
		if (current != null || this.mostTasks == 0 || tasksDone < this.mostTasks) {
			return current;
		}
		return new Retirement(EndingCause.RECYCLE, "recycled after %d tasks".formatted(tasksDone));
	}

}

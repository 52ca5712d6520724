package io.github.workerthreads.pool;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The one shutdown of a pool: accept nothing, drain, stop what is left, end the workers.
 * Thread-safe; who comes second waits for the first.
 */
final class PoolShutdown {

	private enum Phase {

		NONE, DRAINING, STOPPING, DONE

	}

	private static final Retirement SHUT_DOWN = new Retirement(EndingCause.SHUTDOWN, "the pool shut down");

	private final DefaultWorkerPool pool;

	private final AtomicBoolean begun = new AtomicBoolean();

	private volatile Phase phase = Phase.NONE;

	private final CountDownLatch done = new CountDownLatch(1);

	private volatile @Nullable Thread closer;

	PoolShutdown(DefaultWorkerPool pool) {
		this.pool = pool;
	}

	boolean hasBegun() {
		return this.begun.get();
	}

	boolean isDone() {
		return this.phase == Phase.DONE;
	}

	PoolStatus status(PoolStatus otherwise) {
		return switch (this.phase) {
			case NONE -> otherwise;
			case DRAINING, STOPPING -> PoolStatus.CLOSING;
			case DONE -> PoolStatus.CLOSED;
		};
	}

	/**
	 * Look at a task that was put into the queue: if the queue has been emptied for the
	 * last time, nobody else would ever see it. The task was added before the phase is
	 * read here, and the phase is set before the queue is emptied, so one of both stops
	 * it.
	 * @param task the task
	 */
	void accepted(Task task) {
		if (this.phase.compareTo(Phase.STOPPING) >= 0) {
			task.requestStop(StopCause.SHUTDOWN, false);
		}
	}

	void settled() {
		Thread waiting = this.closer;
		if (waiting != null) {
			LockSupport.unpark(waiting);
		}
	}

	void run() {
		if (!this.begun.compareAndSet(false, true)) {
			awaitDone();
			return;
		}
		this.phase = Phase.DRAINING;
		this.pool.backpressure().close();
		boolean interrupted = false;
		this.closer = Thread.currentThread();
		try {
			interrupted = drain();
			this.phase = Phase.STOPPING;
			this.pool.staffing().close();
			this.pool.queue().forEach((task) -> task.requestStop(StopCause.SHUTDOWN, false));
			interrupted |= interruptTasks();
			interrupted |= endWorkers();
		}
		finally {
			this.pool.supervisor().stop();
			this.pool.completions().close(this.pool);
			this.phase = Phase.DONE;
			this.done.countDown();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Wait until all accepted calls completed, for the drain period at most. A paused
	 * pool starts nothing, so only what runs is waited for.
	 * @return whether this thread was interrupted
	 */
	private boolean drain() {
		long now = this.pool.now();
		long deadline = Durations.saturatedSum(now, Durations.saturatedNanos(this.pool.options().drainPeriod()));
		if (this.pool.dispatcher().isPaused()) {
			this.pool.queue().forEach((task) -> task.requestStop(StopCause.SHUTDOWN, false));
		}
		return await(() -> this.pool.counts().inFlight() == 0, deadline);
	}

	// Where ending a worker leaves its task no time, tasks are asked first
	private boolean interruptTasks() {
		if (!this.pool.capabilities().terminatesRunawayCode()) {
			return false;
		}
		for (PooledWorker worker : this.pool.roster().live()) {
			Task running = worker.task();
			if (running != null) {
				running.requestStop(StopCause.SHUTDOWN, true);
			}
		}
		return await(() -> this.pool.counts().inFlight() == 0,
				Durations.saturatedSum(this.pool.now(), this.pool.graceNanos()));
	}

	@SuppressWarnings("FutureReturnValueIgnored") // it never fails
	private boolean endWorkers() {
		List<PooledWorker> workers = this.pool.roster().live();
		for (PooledWorker worker : workers) {
			worker.terminate(SHUT_DOWN, StopCause.SHUTDOWN, this.pool.graceNanos());
		}
		CompletableFuture<?> ended = CompletableFuture
			.allOf(workers.stream().map(PooledWorker::outcome).toArray(CompletableFuture[]::new));
		ended.whenComplete((result, failure) -> settled());
		boolean interrupted = false;
		while (!ended.isDone()) {
			interrupted |= await(ended::isDone, Task.NEVER);
		}
		return interrupted;
	}

	private boolean await(BooleanSupplier condition, long deadline) {
		while (!condition.getAsBoolean()) {
			long remaining = deadline - this.pool.now();
			if (remaining <= 0) {
				return false;
			}
			if (Thread.interrupted()) {
				return true;
			}
			LockSupport.parkNanos(this, remaining);
		}
		return false;
	}

	private void awaitDone() {
		boolean interrupted = false;
		while (this.done.getCount() > 0) {
			try {
				this.done.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}

package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.PoolSaturatedException;

/**
 * Takes calls in: refuses them, puts them into the queue, or does what the pool's
 * {@link WhenFull} says. Thread-safe.
 */
final class Admission {

	private final DefaultWorkerPool pool;

	private final WorkerRuntime runtime;

	private final PoolJournal journal;

	private final Backpressure backpressure;

	private final AtomicLong lastTaskId = new AtomicLong();

	private volatile boolean knowsShares;

	Admission(DefaultWorkerPool pool, WorkerRuntime runtime, PoolJournal journal, Backpressure backpressure) {
		this.pool = pool;
		this.runtime = runtime;
		this.journal = journal;
		this.backpressure = backpressure;
	}

	/**
	 * Return how many calls were made, accepted or not.
	 * @return the number of calls
	 */
	long calls() {
		return this.lastTaskId.get();
	}

	/**
	 * Take a call in.
	 * @param call the call
	 * @param options what was chosen for it
	 * @param awaited whether the caller waits for the task and sees nothing else of it
	 * @return the task, which has failed already if it was not accepted
	 */
	Task accept(Call call, TaskOptions options, boolean awaited) {
		if (options.share() != null && !this.knowsShares) {
			this.knowsShares = true;
		}
		long id = this.lastTaskId.incrementAndGet();
		RejectedExecutionException closed = closed();
		if (closed != null) {
			return rejected(id, call, options, awaited, closed);
		}
		boolean full = isFull() && !this.pool.staffing().grow();
		if (full) {
			this.backpressure.full();
			if (whenFull() == WhenFull.REJECT) {
				// Refused before its input is cloned
				return rejected(id, call, options, awaited, saturated(options));
			}
		}
		Call prepared;
		try {
			prepared = this.runtime.prepare(call);
		}
		catch (Throwable ex) {
			return failed(id, call, options, awaited, ex);
		}
		if (!full) {
			Task task = submit(id, prepared, options, awaited);
			if (task != null) {
				return task;
			}
			if (isFull()) {
				this.backpressure.full();
			}
		}
		return overflow(id, prepared, options, awaited);
	}

	/**
	 * Take a call in that one worker has to run, whatever the room in the queue.
	 * @param worker the worker
	 * @param call the call
	 * @param options what was chosen for it
	 * @return the task, which has failed already if it was not accepted
	 */
	Task acceptFor(PooledWorker worker, Call call, TaskOptions options) {
		long id = this.lastTaskId.incrementAndGet();
		RejectedExecutionException closed = closed();
		if (closed != null) {
			return rejected(id, call, options, false, closed);
		}
		Task task;
		try {
			task = captured(
					new Task(this.pool, id, this.runtime.prepare(call), options, false, TaskOrder.on(worker, options)));
		}
		catch (Throwable ex) {
			return failed(id, call, options, false, ex);
		}
		this.pool.dispatcher().submitToWorker(task);
		accepted(task);
		if (!worker.takesTasks()) {
			this.pool.workersChanged();
		}
		return task;
	}

	/**
	 * Return whether calls have shares.
	 * @return whether there was one with a share
	 */
	boolean knowsShares() {
		return this.knowsShares;
	}

	private @Nullable Task submit(long id, Call prepared, TaskOptions options, boolean awaited) {
		Task task = captured(new Task(this.pool, id, prepared, options, awaited));
		boolean accepted = this.pool.dispatcher().submit(task, queueLimit());
		// A share that has its part of the queue gets no worker for that
		while (!accepted && isFull() && this.pool.staffing().grow()) {
			// Somebody may have seen the one before in the queue
			task = captured(new Task(this.pool, id, prepared, options, awaited));
			accepted = this.pool.dispatcher().submit(task, queueLimit());
		}
		if (!accepted) {
			return null;
		}
		accepted(task);
		return task;
	}

	private Task captured(Task task) {
		if (!this.pool.contexts().isEmpty()) {
			task.capture();
		}
		return task;
	}

	private void accepted(Task task) {
		if (task.queueDeadline() != Task.NEVER) {
			this.pool.watch(task.queueDeadline());
		}
		this.pool.shutdown().accepted(task);
		if (this.pool.staffing().isAttentive()) {
			attendTo(task);
		}
	}

	private Task failed(long id, Call call, TaskOptions options, boolean awaited, Throwable reason) {
		Task task = new Task(this.pool, id, call, options, awaited);
		task.reject(reason);
		this.journal.notAccepted();
		this.pool.shutdown().settled();
		return task;
	}

	// The task is in the queue before this looks, and the pool has failed before it
	// empties the queue: one of both sees the other
	private void attendTo(Task task) {
		if (this.pool.staffing().failure() != null) {
			task.requestStop(StopCause.POOL_FAILED, false);
		}
		this.pool.staffing().growToDemand();
	}

	private Task overflow(long id, Call prepared, TaskOptions options, boolean awaited) {
		WhenFull policy = whenFull();
		if (policy == WhenFull.CALLER_RUNS) {
			return runHere(new Task(this.pool, id, prepared, options, awaited));
		}
		if (policy == WhenFull.BLOCK) {
			Waiting waiting = new Waiting(id, prepared, options, awaited);
			long limit = Durations.saturatedNanos(this.pool.options().maxWait());
			if (this.backpressure.await(waiting::attempt, limit)) {
				return waiting.task();
			}
		}
		if (prepared instanceof FunctionCall functionCall) {
			functionCall.takeBack();
		}
		this.runtime.discard(prepared);
		RejectedExecutionException closed = closed();
		return rejected(id, prepared, options, awaited, (closed != null) ? closed : saturated(options));
	}

	private Task runHere(Task task) {
		PoolTasks tasks = this.pool.poolTasks();
		tasks.callerRuns(task);
		try {
			this.runtime.runHere(task);
		}
		finally {
			tasks.callerRan(task);
		}
		task.deliver();
		return task;
	}

	private WhenFull whenFull() {
		WhenFull policy = this.pool.options().whenFull();
		return (policy == WhenFull.REJECT || this.pool.mayBlock()) ? policy : WhenFull.REJECT;
	}

	private boolean isFull() {
		return !this.pool.queue().isShorterThan(queueLimit()) && !this.pool.hasFreeWorker();
	}

	private int queueLimit() {
		return (int) Math.min(Integer.MAX_VALUE,
				(long) this.pool.options().queueCapacity() + this.pool.staffing().starting());
	}

	private @Nullable RejectedExecutionException closed() {
		if (this.pool.shutdown().hasBegun()) {
			return new PoolClosedException(this.pool.name());
		}
		if (this.pool.staffing().isAttentive() && this.pool.staffing().failure() != null) {
			return this.pool.failure();
		}
		return (this.pool.isDraining())
				? new PoolClosedException(this.pool.name(), "it is drained. Resume it to have calls accepted again")
				: null;
	}

	private Task rejected(long id, Call call, TaskOptions options, boolean awaited, Throwable reason) {
		Task task = new Task(this.pool, id, call, options, awaited);
		task.reject(reason);
		this.journal.rejected(task);
		this.pool.shutdown().settled();
		return task;
	}

	private PoolSaturatedException saturated(TaskOptions call) {
		String name = this.pool.name();
		WorkerPoolOptions options = this.pool.options();
		int queued = this.pool.queue().size();
		String waited = (whenFull() == WhenFull.BLOCK)
				? " and no room within %s".formatted(Durations.text(Durations.saturatedNanos(options.maxWait()))) : "";
		if (call.share() != null && !isFull()) {
			return new PoolSaturatedException(name,
					"Share '%s' has its part of the queue of pool '%s', which keeps room for others: %d tasks queued (limit %d)%s. Raise worker-threads.pools.%s.queue-capacity or slow the caller"
						.formatted(call.share(), name, queued, options.queueCapacity(), waited, name),
					retryAfter(queued));
		}
		return new PoolSaturatedException(name,
				"Pool '%s' is saturated: %d tasks queued (limit %d)%s. Raise worker-threads.pools.%s.queue-capacity or slow the caller"
					.formatted(name, queued, options.queueCapacity(), waited, name),
				retryAfter(queued));
	}

	private @Nullable Duration retryAfter(int queued) {
		long tasks = 0;
		long busyNanos = 0;
		int workers = 0;
		for (PooledWorker worker : this.pool.roster().serving()) {
			tasks += worker.tasksDone();
			busyNanos += worker.busyNanos(this.pool.now());
			workers++;
		}
		return (tasks > 0) ? Duration.ofNanos((long) ((double) busyNanos / tasks * (queued + 1) / workers)) : null;
	}

	/**
	 * One call whose caller waits for room. For that caller's thread only.
	 */
	private final class Waiting {

		private final long id;

		private final Call prepared;

		private final TaskOptions options;

		private final boolean awaited;

		private @Nullable Task task;

		Waiting(long id, Call prepared, TaskOptions options, boolean awaited) {
			this.id = id;
			this.prepared = prepared;
			this.options = options;
			this.awaited = awaited;
		}

		/**
		 * Submit the call as a new task, whose queue timeout starts now.
		 * @return whether it was accepted
		 */
		boolean attempt() {
			this.task = (closed() == null) ? submit(this.id, this.prepared, this.options, this.awaited) : null;
			return this.task != null;
		}

		Task task() {
			if (this.task == null) {
				throw new IllegalStateException("Not accepted");
			}
			return this.task;
		}

	}

}

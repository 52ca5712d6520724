package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.PoolClosedException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerState;

/**
 * The pool: takes calls in, and holds the parts that do the rest. Thread-safe.
 */
final class DefaultWorkerPool implements WorkerPool, TaskHost {

	private final String name;

	private final WorkerPoolOptions options;

	private final WorkerRuntime runtime;

	private final LongSupplier clock;

	private final PoolJournal journal;

	private final TaskQueue queue = new TaskQueue();

	private final Dispatcher dispatcher;

	private final WorkerRoster roster;

	private final Supervisor supervisor;

	private final CompletionExecutor completions;

	private final TaskWaiter waiter;

	private final PoolShutdown shutdown;

	private final AtomicLong lastTaskId = new AtomicLong();

	DefaultWorkerPool(String name, WorkerPoolOptions options, WorkerRuntime runtime, List<PoolListener> listeners,
			LongSupplier nanoClock) {
		this.name = name;
		this.options = options;
		this.runtime = runtime;
		long origin = nanoClock.getAsLong();
		this.clock = () -> nanoClock.getAsLong() - origin;
		this.journal = new PoolJournal(name, listeners);
		this.dispatcher = new Dispatcher(this.queue, this);
		this.roster = new WorkerRoster(this, runtime, this.dispatcher, this.journal);
		this.supervisor = new Supervisor(this);
		this.completions = new CompletionExecutor(name);
		this.waiter = new TaskWaiter(this);
		this.shutdown = new PoolShutdown(this);
	}

	void start() {
		this.supervisor.start();
		this.roster.fill();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public WorkerPoolOptions options() {
		return this.options;
	}

	@Override
	public RuntimeCapabilities capabilities() {
		return this.runtime.capabilities();
	}

	@Override
	@SuppressWarnings("unchecked") // the function's type says what its result is
	public <I extends @Nullable Object, O extends @Nullable Object> WorkerFuture<O> run(
			Class<? extends WorkerFunction<I, O>> function, I input, TransferList transfer, TaskOptions options) {
		return (WorkerFuture<O>) execute(new FunctionCall(function, input, transfer), options);
	}

	@Override
	@SuppressWarnings("unchecked") // the lambda's type says what its result is
	public <O extends @Nullable Object> WorkerFuture<O> submit(Callable<O> body, TaskOptions options) {
		return (WorkerFuture<O>) execute(new LambdaCall(body), options);
	}

	@Override
	public WorkerFuture<@Nullable Object> execute(Call call, TaskOptions options) {
		return accept(call, options, false);
	}

	@Override
	public @Nullable Object call(Call call, TaskOptions options) throws Throwable {
		return this.waiter.await(accept(call, options, true));
	}

	private Task accept(Call call, TaskOptions options, boolean awaited) {
		Task rejected = rejection(call, options, awaited);
		if (rejected != null) {
			return rejected;
		}
		Call prepared;
		try {
			prepared = this.runtime.prepare(call);
		}
		catch (Throwable ex) {
			Task task = failed(call, options, awaited, ex);
			this.journal.notAccepted();
			this.shutdown.settled();
			return task;
		}
		Task task = new Task(this, this.lastTaskId.incrementAndGet(), prepared, options, awaited);
		if (!this.dispatcher.submit(task, queueLimit())) {
			this.runtime.takeBack(prepared);
			rejected(task);
			task.reject(saturated());
			return task;
		}
		if (task.queueDeadline() != Task.NEVER) {
			watch(task.queueDeadline());
		}
		this.shutdown.accepted(task);
		return task;
	}

	// A call that can't be accepted is refused before its input is cloned
	private @Nullable Task rejection(Call call, TaskOptions options, boolean awaited) {
		Throwable reason = null;
		if (this.shutdown.hasBegun()) {
			reason = new PoolClosedException(this.name);
		}
		else if (!this.queue.isShorterThan(queueLimit()) && !this.dispatcher.hasFreeWorker()) {
			reason = saturated();
		}
		if (reason == null) {
			return null;
		}
		Task task = failed(call, options, awaited, reason);
		rejected(task);
		return task;
	}

	private void rejected(Task task) {
		this.journal.rejected(task);
		this.shutdown.settled();
	}

	private Task failed(Call call, TaskOptions options, boolean awaited, Throwable reason) {
		Task task = new Task(this, this.lastTaskId.incrementAndGet(), call, options, awaited);
		task.reject(reason);
		return task;
	}

	private int queueLimit() {
		return (int) Math.min(Integer.MAX_VALUE, (long) this.options.queueCapacity() + this.roster.starting());
	}

	private PoolSaturatedException saturated() {
		return new PoolSaturatedException(this.name,
				"Pool '%s' is saturated: %d tasks queued (limit %d). Raise worker-threads.pools.%s.queue-capacity or slow the caller"
					.formatted(this.name, this.queue.size(), this.options.queueCapacity(), this.name));
	}

	@Override
	public PoolSnapshot snapshot() {
		return new PoolSnapshot(this.name, this.options, status(), this.queue.size(), utilization(), counts(),
				snapshots(this.roster.serving()), snapshots(this.roster.abandoned()), this.journal.endings(),
				this.journal.failures());
	}

	private PoolStatus status() {
		return this.shutdown.status(this.dispatcher.isPaused() ? PoolStatus.PAUSED : PoolStatus.RUNNING);
	}

	private double utilization() {
		long busyNanos = this.roster.busyNanosOfEnded();
		long now = now();
		for (PooledWorker worker : this.roster.serving()) {
			busyNanos += worker.busyNanos(now);
		}
		double available = (double) Math.max(1, now) * this.options.size();
		return Math.min(1, busyNanos / available);
	}

	PoolCounts counts() {
		return this.journal.counts(this.lastTaskId.get());
	}

	private static List<WorkerSnapshot> snapshots(List<PooledWorker> workers) {
		return workers.stream().map(PooledWorker::snapshot).toList();
	}

	@Override
	public WorkerDetails inspect(long workerId) {
		PooledWorker worker = this.roster.find(workerId);
		return new WorkerDetails(worker.snapshot(), worker.inspect());
	}

	@Override
	public CompletableFuture<WorkerTermination> terminate(long workerId) {
		PooledWorker worker = this.roster.find(workerId);
		long requestedAt = now();
		if (worker.state() == WorkerState.ABANDONED) {
			worker.interrupt();
		}
		else {
			worker.terminate("terminated on request", StopCause.TERMINATE, graceNanos());
		}
		return worker.outcome().thenApply((outcome) -> {
			Duration elapsed = Duration.ofNanos(now() - requestedAt);
			return new WorkerTermination(workerId, outcome, elapsed, worker.lostTask());
		});
	}

	@Override
	public void pause() {
		this.dispatcher.pause();
	}

	@Override
	public void resume() {
		this.dispatcher.resume();
	}

	@Override
	public void close() {
		this.shutdown.run();
	}

	@Override
	public long now() {
		return this.clock.getAsLong();
	}

	long graceNanos() {
		return Durations.saturatedNanos(this.options.terminateGrace());
	}

	TaskQueue queue() {
		return this.queue;
	}

	Dispatcher dispatcher() {
		return this.dispatcher;
	}

	WorkerRoster roster() {
		return this.roster;
	}

	Supervisor supervisor() {
		return this.supervisor;
	}

	@Override
	public void dequeue(Task task) {
		this.queue.remove(task);
	}

	@Override
	public void takeBack(Task task) {
		this.dispatcher.takeBack(task);
		this.shutdown.accepted(task);
	}

	@Override
	public void watch(long deadline) {
		this.supervisor.watch(deadline);
	}

	@Override
	public void settled(Task task, TaskEnding ending) {
		this.journal.settled(task, ending);
		this.shutdown.settled();
	}

	@Override
	public void completeElsewhere(Task task, Runnable completion) {
		this.completions.complete(task, completion);
	}

	@Override
	public boolean runElsewhere(Runnable code) {
		return this.completions.run(code);
	}

	@Override
	public void held(Task task) {
		this.completions.hold(task);
	}

	@Override
	public void released(Task task) {
		this.completions.release(task);
	}

	@Override
	public boolean spin(Task task) {
		return this.waiter.spin(task);
	}

	CompletionExecutor completions() {
		return this.completions;
	}

}

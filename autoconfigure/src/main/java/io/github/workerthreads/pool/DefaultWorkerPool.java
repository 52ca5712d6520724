package io.github.workerthreads.pool;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.Diagnosis;
import io.github.workerthreads.runtime.FunctionCall;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.PoolFailedException;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerState;

/**
 * The pool: holds the parts that do the work and says which does what. Thread-safe.
 */
final class DefaultWorkerPool implements WorkerPool, TaskHost {

	private static final Logger logger = System.getLogger(DefaultWorkerPool.class.getName());

	private static final Retirement REQUESTED = new Retirement(EndingCause.REQUEST, "terminated on request");

	private final String name;

	private final WorkerPoolOptions options;

	private final long queueLimit;

	private final long runLimit;

	private final WorkerRuntime runtime;

	private final LongSupplier clock;

	private final PoolJournal journal;

	private final TaskQueue queue = new TaskQueue();

	private final Dispatcher dispatcher;

	private final WorkerRoster roster;

	private final WorkerStaffing staffing;

	private final WorkerEndings endings;

	// These three live from a start to the close that follows
	private volatile Supervisor supervisor;

	private volatile CompletionExecutor completions;

	private final TaskWaiter waiter;

	private volatile PoolShutdown shutdown;

	private final Backpressure backpressure;

	private final Admission admission;

	private final PoolTasks tasks;

	private final BooleanSupplier mayBlock;

	private final TaskContexts contexts;

	private final Lock lifecycle = new ReentrantLock();

	private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> drain = new AtomicReference<>();

	DefaultWorkerPool(String name, WorkerPoolOptions options, WorkerRuntime runtime, List<PoolListener> listeners,
			BooleanSupplier mayBlock, List<TaskContextCarrier> carriers, LongSupplier nanoClock) {
		this.contexts = new TaskContexts(carriers);
		this.mayBlock = mayBlock;
		this.name = name;
		this.options = options;
		this.queueLimit = Task.limit(options.queueTimeout());
		this.runLimit = Task.limit(options.timeout());
		this.runtime = runtime;
		long origin = nanoClock.getAsLong();
		this.clock = () -> nanoClock.getAsLong() - origin;
		this.journal = new PoolJournal(name, listeners);
		this.backpressure = new Backpressure(this, this.queue, this.journal);
		this.dispatcher = new Dispatcher(this.queue, this, this.backpressure);
		this.roster = new WorkerRoster(name);
		this.staffing = new WorkerStaffing(this, this.roster, runtime);
		this.endings = new WorkerEndings(this, this.staffing, this.journal);
		this.supervisor = new Supervisor(this);
		this.completions = new CompletionExecutor(name);
		this.waiter = new TaskWaiter(this);
		this.shutdown = new PoolShutdown(this);
		this.tasks = new PoolTasks(this);
		this.admission = new Admission(this, runtime, this.journal, this.backpressure);
	}

	@Override
	public void start() {
		this.lifecycle.lock();
		try {
			if (this.shutdown.isDone()) {
				reopen();
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private void reopen() {
		this.completions = new CompletionExecutor(this.name);
		this.supervisor = new Supervisor(this);
		this.backpressure.open();
		this.staffing.open();
		this.drain.set(null);
		// From now on calls are accepted
		this.shutdown = new PoolShutdown(this);
		run();
	}

	/**
	 * Start the threads of a pool that was made or opened again.
	 */
	void run() {
		this.supervisor.start();
		this.staffing.adjust();
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
	@SuppressWarnings("unchecked") // the function's type says what its result is
	public <I extends @Nullable Object, O extends @Nullable Object> List<WorkerFuture<O>> runOnAll(
			Class<? extends WorkerFunction<I, O>> function, I input, TaskOptions options) {
		List<WorkerFuture<O>> futures = new ArrayList<>();
		for (PooledWorker worker : this.roster.serving()) {
			if (worker.takesTasks()) {
				FunctionCall call = new FunctionCall(function, input, TransferList.nothing());
				futures.add((WorkerFuture<O>) this.admission.acceptFor(worker, call, options));
			}
		}
		return futures;
	}

	@Override
	public WorkerFuture<@Nullable Object> execute(Call call, TaskOptions options) {
		return this.admission.accept(call, options, false);
	}

	@Override
	public @Nullable Object call(Call call, TaskOptions options) throws Throwable {
		return this.waiter.await(this.admission.accept(call, options, true));
	}

	/**
	 * Fail what waits, since the pool starts no workers any more.
	 */
	void failed() {
		logger.log(Level.ERROR, String.valueOf(failure().getMessage()));
		this.backpressure.close();
		// resume() ends the failure before it opens: one of both sees the other
		if (this.staffing.failure() == null) {
			openForWaiting();
		}
		this.queue.forEach((task) -> {
			// What came after the pool was resumed meanwhile goes on
			if (this.staffing.failure() != null) {
				task.requestStop(StopCause.POOL_FAILED, false);
			}
		});
	}

	@Override
	public PoolFailedException failure() {
		PoolFailure failure = this.staffing.failure();
		return (failure != null) ? failure.toException(this.name) : new PoolFailedException(this.name,
				"Pool '%s' failed and was resumed meanwhile".formatted(this.name), null);
	}

	@Override
	public PoolSnapshot snapshot() {
		WorkerSizing sizing = this.staffing.sizing();
		return new PoolSnapshot(this.name, this.options, status(), sizing.size(), sizing.minSize(), this.queue.size(),
				utilization(), counts(), snapshots(this.roster.serving()), snapshots(this.roster.spares()),
				snapshots(this.roster.abandoned()), this.staffing.restartState(), this.journal.endings(),
				this.journal.failures());
	}

	private PoolStatus status() {
		PoolStatus open = isDraining() ? PoolStatus.DRAINING : PoolStatus.RUNNING;
		PoolStatus started = this.dispatcher.isPaused() ? PoolStatus.PAUSED : open;
		return this.shutdown.status((this.staffing.failure() != null) ? PoolStatus.FAILED : started);
	}

	private double utilization() {
		long busyNanos = this.roster.busyNanosOfEnded();
		long now = now();
		for (PooledWorker worker : this.roster.serving()) {
			busyNanos += worker.busyNanos(now);
		}
		double available = Math.max(1, this.staffing.sizing().availableNanos(now));
		return Math.min(1, busyNanos / available);
	}

	PoolShutdown shutdown() {
		return this.shutdown;
	}

	PoolTasks poolTasks() {
		return this.tasks;
	}

	PoolJournal journal() {
		return this.journal;
	}

	Backpressure backpressure() {
		return this.backpressure;
	}

	/**
	 * Return whether the current thread may wait or run what takes long.
	 * @return whether it may
	 */
	boolean mayBlock() {
		return this.mayBlock.getAsBoolean();
	}

	void workersChanged() {
		this.dispatcher.workersChanged(this.roster::serving);
	}

	boolean isDraining() {
		return this.drain.get() != null;
	}

	PoolCounts counts() {
		return this.journal.counts(this.admission.calls());
	}

	private static List<WorkerSnapshot> snapshots(List<PooledWorker> workers) {
		return workers.stream().sorted(Comparator.comparingLong(PooledWorker::id)).map(PooledWorker::snapshot).toList();
	}

	@Override
	public long usedHeapBytes() {
		return this.roster.usedHeapBytes();
	}

	@Override
	public Duration cpuTime() {
		return this.roster.cpuTime();
	}

	@Override
	public WorkerDetails inspect(long workerId) {
		PooledWorker worker = this.roster.find(workerId);
		return new WorkerDetails(worker.snapshot(), worker.inspect());
	}

	@Override
	public void diagnose(long workerId, Diagnosis diagnosis) throws IOException {
		PooledWorker worker = this.roster.find(workerId);
		if (options().isolation() != Isolation.PROCESS) {
			throw new UnsupportedOperationException(
					"Workers of pool '%s' have isolation '%s': they share the JVM of this process. Ask that for a %s, or use isolation '%s'"
						.formatted(name(), options().isolation(),
								diagnosis.kind().toString().toLowerCase(Locale.ROOT).replace('_', ' '),
								Isolation.PROCESS));
		}
		worker.diagnose(diagnosis);
	}

	@Override
	public CompletableFuture<WorkerTermination> terminate(long workerId) {
		PooledWorker worker = this.roster.find(workerId);
		long requestedAt = now();
		if (worker.state() == WorkerState.ABANDONED) {
			worker.interrupt();
		}
		else {
			worker.terminate(REQUESTED, StopCause.TERMINATE, graceNanos());
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
		CompletableFuture<@Nullable Void> drained = this.drain.getAndSet(null);
		if (drained != null) {
			drained.cancel(false);
		}
		this.dispatcher.resume();
		this.staffing.resume();
		openForWaiting();
	}

	private void openForWaiting() {
		this.backpressure.open();
		if (this.shutdown.hasBegun()) {
			this.backpressure.close();
		}
	}

	@Override
	public void resize(int size) {
		WorkerPoolBuilder.requireRange("size", size, 1, WorkerPoolBuilder.MAX_SIZE);
		this.staffing.resize(size);
	}

	@Override
	public void resize(int minSize, int size) {
		WorkerPoolBuilder.requireRange("size", size, 1, WorkerPoolBuilder.MAX_SIZE);
		WorkerPoolBuilder.requireRange("minSize", minSize, 0, size);
		this.staffing.resize(minSize, size);
	}

	@Override
	public void recycle() {
		this.staffing.recycle(this.roster.serving(), "recycled on request");
	}

	@Override
	public CompletableFuture<@Nullable Void> drain() {
		CompletableFuture<@Nullable Void> created = new CompletableFuture<>();
		CompletableFuture<@Nullable Void> current = this.drain.compareAndExchange(null, created);
		completeDrain();
		return ((current != null) ? current : created).copy();
	}

	private void completeDrain() {
		CompletableFuture<@Nullable Void> current = this.drain.get();
		if (current != null && !current.isDone() && counts().inFlight() == 0
				&& !runElsewhere(() -> current.complete(null))) {
			current.complete(null);
		}
	}

	@Override
	public boolean needsDrain() {
		return this.backpressure.needsDrain();
	}

	@Override
	public CompletableFuture<@Nullable Void> whenDrained() {
		return this.backpressure.whenDrained();
	}

	@Override
	public List<TaskSnapshot> tasks() {
		return this.tasks.all();
	}

	@Override
	public CompletableFuture<TaskCancellation> cancel(long taskId) {
		return this.tasks.cancel(taskId);
	}

	@Override
	public int cancelPending() {
		return this.tasks.cancelPending();
	}

	@Override
	public void close() {
		this.shutdown.run();
	}

	@Override
	public long queueLimit() {
		return this.queueLimit;
	}

	@Override
	public long runLimit() {
		return this.runLimit;
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

	WorkerStaffing staffing() {
		return this.staffing;
	}

	WorkerEndings endings() {
		return this.endings;
	}

	Supervisor supervisor() {
		return this.supervisor;
	}

	@Override
	public TaskContexts contexts() {
		return this.contexts;
	}

	@Override
	public boolean ordersAll() {
		return this.admission.knowsShares();
	}

	@Override
	public boolean hasFreeWorker() {
		return this.dispatcher.hasFreeWorker();
	}

	@Override
	public void dequeue(Task task) {
		this.queue.remove(task);
		this.backpressure.changed();
		this.runtime.discard(task.call());
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
	public void settled(Task task, TaskOutcome outcome, long queueNanos, long runNanos, @Nullable Throwable failure) {
		this.journal.settled(task, outcome, queueNanos, runNanos, failure);
		if (task.order() != null) {
			this.dispatcher.ended(task, runNanos);
		}
		this.shutdown.settled();
		if (this.drain.get() != null) {
			completeDrain();
		}
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

package io.github.workerthreads.dedicated;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ScriptCall;
import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.CpuUsage;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.HeapStatistics;
import io.github.workerthreads.worker.ResourceLimits;
import io.github.workerthreads.worker.StopSignal;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.Utilization;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerExit;
import io.github.workerthreads.worker.WorkerOrder;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerState;

/**
 * The parent's side of one long-lived worker: its state, and the order of its events.
 * Thread-safe.
 */
final class DedicatedWorker implements Worker, WorkerListener {

	/**
	 * Exit code of a worker that did not end by itself.
	 */
	static final int FAILURE = 1;

	// How often a worker that was terminated is interrupted again
	private static final long INTERRUPT_INTERVAL_NANOS = 20_000_000;

	private static final Logger logger = System.getLogger(DedicatedWorker.class.getName());

	private final WorkerOrder order;

	private final WorkerLink link;

	private final ScriptAssignment assignment;

	private final boolean ownProcess;

	private final AtomicReference<WorkerState> state = new AtomicReference<>(WorkerState.STARTING);

	private final AtomicBoolean assigned = new AtomicBoolean();

	private volatile boolean listening;

	// Written before it is known that the worker has ended
	private volatile boolean failed;

	private final Event<Boolean> online;

	private final Event<WorkerExit> onExit;

	// The thread has ended; the parent's listeners may not know yet
	private final CompletableFuture<WorkerExit> ended = new CompletableFuture<>();

	// All its messages were delivered
	private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

	private final CompletableFuture<WorkerExit> exit = new CompletableFuture<>();

	private final CompletableFuture<WorkerExit> terminated = new CompletableFuture<>();

	private final Event<Throwable> onError;

	private final Instant startedAt = Instant.now();

	private volatile long onlineAt;

	@SuppressWarnings("FutureReturnValueIgnored") // they never fail
	DedicatedWorker(WorkerOrder order, WorkerSettings settings, WorkerRuntime runtime) {
		this.order = order;
		this.online = new Event<>(order.events());
		this.onError = new Event<>(order.events());
		this.onExit = new Event<>(order.events());
		this.assignment = new ScriptAssignment(new ScriptCall(order.script(), order.scope()));
		this.ownProcess = runtime.isolation() == Isolation.PROCESS;
		this.link = runtime.create(settings, this);
		order.port().onClose(() -> this.drained.complete(null));
		this.ended.thenAccept(this.terminated::complete);
		this.drained.thenCombine(this.ended, (nothing, result) -> result)
			.thenAccept((result) -> order.events().execute(() -> tellExit(result)));
	}

	void start() {
		this.order.listeners().accept(this);
		this.link.start();
	}

	@Override
	public void online() {
		this.onlineAt = System.nanoTime();
		this.state.compareAndSet(WorkerState.STARTING, WorkerState.BUSY);
		this.order.events().execute(() -> this.online.happen(true));
	}

	@Override
	public @Nullable Assignment next(boolean maySpin) {
		if (this.assigned.compareAndSet(false, true)) {
			return this.assignment;
		}
		// The script has run
		this.link.terminate();
		return null;
	}

	@Override
	public void exited(@Nullable Throwable failure) {
		if (failure != null) {
			this.assignment.fail(failure);
		}
		this.order.scope().close();
		WorkerState previous = this.state.getAndUpdate((current) -> stateAfter(current, failure));
		boolean byItself = previous == WorkerState.BUSY || previous == WorkerState.STARTING;
		this.failed = byItself && this.assignment.failure() != null;
		this.ended.complete(new WorkerExit((byItself) ? exitCode(failure) : FAILURE, state()));
		this.order.port().close();
		// Its messages come first if anybody listens
		if (!this.listening) {
			this.drained.complete(null);
		}
	}

	private WorkerState stateAfter(WorkerState previous, @Nullable Throwable end) {
		if (end instanceof WorkerProcessException process && process.getReason().isForce()) {
			return WorkerState.KILLED;
		}
		boolean byItself = previous == WorkerState.BUSY || previous == WorkerState.STARTING;
		return (byItself && this.assignment.failure() != null) ? WorkerState.FAILED : WorkerState.TERMINATED;
	}

	private int exitCode(@Nullable Throwable end) {
		Integer code = (end instanceof WorkerProcessException process) ? process.getExitCode() : null;
		return (code != null) ? code : this.assignment.exitCode();
	}

	private void tellExit(WorkerExit result) {
		try {
			Throwable failure = this.assignment.failure();
			if (failure != null && this.failed) {
				tell(failure);
			}
		}
		finally {
			tellListeners(result);
		}
	}

	private void tellListeners(WorkerExit result) {
		try {
			this.onExit.happen(result);
		}
		finally {
			this.exit.complete(result);
		}
	}

	private void tell(Throwable failure) {
		if (!this.onError.happen(failure)) {
			logger.log(Level.ERROR, "Worker '%s' failed".formatted(this.order.scope().workerName()), failure);
		}
	}

	@Override
	public long threadId() {
		return (this.ended.isDone()) ? -1 : this.order.scope().threadId();
	}

	@Override
	public @Nullable String threadName() {
		return (this.ended.isDone()) ? null : this.order.scope().workerName();
	}

	@Override
	public Class<? extends WorkerScript> script() {
		return this.order.script();
	}

	@Override
	public String isolation() {
		return this.order.isolation();
	}

	@Override
	public Instant startedAt() {
		return this.startedAt;
	}

	@Override
	public WorkerState state() {
		return Objects.requireNonNull(this.state.get());
	}

	@Override
	public void postMessage(@Nullable Object message) {
		this.order.port().postMessage(message);
	}

	@Override
	public void postMessage(@Nullable Object message, TransferList transfer) {
		this.order.port().postMessage(message, transfer);
	}

	@Override
	public Worker onOnline(Runnable listener) {
		this.online.listen((happened) -> listener.run());
		return this;
	}

	@Override
	public Worker onMessage(Consumer<@Nullable Object> listener) {
		this.listening = true;
		this.order.port().onMessage(listener, this.order.events());
		return this;
	}

	@Override
	public Worker onMessageError(Consumer<DataCloneException> listener) {
		this.order.port().onMessageError(listener);
		return this;
	}

	@Override
	public Worker onError(Consumer<Throwable> listener) {
		this.onError.listen(listener);
		return this;
	}

	@Override
	public Worker onExit(Consumer<WorkerExit> listener) {
		this.onExit.listen(listener);
		return this;
	}

	@Override
	public CompletableFuture<WorkerExit> exit() {
		return this.exit.copy();
	}

	@Override
	public CompletableFuture<WorkerExit> terminate() {
		WorkerState previous = this.state
			.getAndUpdate((current) -> (current.serves()) ? WorkerState.TERMINATING : current);
		if (previous.serves()) {
			this.assignment.stop();
			StopSignal signal = this.order.scope().stopSignal();
			signal.set(() -> "Worker '%s' was terminated".formatted(this.order.scope().workerName()));
			this.order.scope().eventLoop().stop();
			this.link.terminate();
			signal.runCallbacks();
			later(this.order.terminateGrace().toNanos(), this::abandon);
			later(INTERRUPT_INTERVAL_NANOS, this::interruptAgain);
		}
		else if (previous == WorkerState.ABANDONED) {
			this.link.interrupt();
		}
		return this.terminated.copy();
	}

	private static void later(long nanos, Runnable action) {
		CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(action);
	}

	private void interruptAgain() {
		if (this.state.get() == WorkerState.TERMINATING) {
			this.link.interrupt();
			later(INTERRUPT_INTERVAL_NANOS, this::interruptAgain);
		}
	}

	private void abandon() {
		if (this.state.compareAndSet(WorkerState.TERMINATING, WorkerState.ABANDONED)) {
			logger.log(Level.WARNING, "Worker '%s' was terminated, did not end within %s and may still run"
				.formatted(this.order.scope().workerName(), this.order.terminateGrace()));
			this.terminated.complete(new WorkerExit(FAILURE, WorkerState.ABANDONED));
		}
	}

	@Override
	public ResourceLimits resourceLimits() {
		return (this.ended.isDone()) ? ResourceLimits.NONE : this.order.limits();
	}

	@Override
	public CpuUsage cpuUsage() {
		WorkerInspection inspection = inspect();
		Duration total = inspection.cpuTime();
		if (total == null) {
			throw new UnsupportedOperationException("This JVM does not measure the CPU time of threads");
		}
		// A process that is asked to tell the two apart may not answer
		Duration user = Objects.requireNonNullElse(inspection.userTime(), total);
		return new CpuUsage(user, (total.compareTo(user) > 0) ? total.minus(user) : Duration.ZERO);
	}

	@Override
	public HeapStatistics heapStatistics() {
		WorkerInspection inspection = inspect();
		long allocated = Objects.requireNonNullElse(inspection.allocatedBytes(), -1L);
		WorkerInspection.Heap own = inspection.heap();
		if (own != null) {
			return new HeapStatistics(allocated, own.usedBytes(), own.maxBytes(), false);
		}
		if (this.ownProcess) {
			long limit = this.order.limits().maxHeapBytes();
			return new HeapStatistics(allocated, Objects.requireNonNullElse(this.link.usedHeapBytes(), -1L),
					(limit > 0) ? limit : -1, false);
		}
		MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
		return new HeapStatistics(allocated, heap.getUsed(), heap.getMax(), true);
	}

	@Override
	public long pid() {
		return inspect().pid();
	}

	private WorkerInspection inspect() {
		WorkerInspection inspection = this.link.inspect();
		if (this.ended.isDone()) {
			throw new IllegalStateException(
					"Worker '%s' does not run any more".formatted(this.order.scope().workerName()));
		}
		return inspection;
	}

	@Override
	public Utilization utilization() {
		long since = this.onlineAt;
		if (since == 0 || this.ended.isDone()) {
			return Utilization.NONE;
		}
		Duration elsewhere = (this.ownProcess) ? this.link.inspect().idleTime() : null;
		long idle = (elsewhere != null) ? elsewhere.toNanos() : this.order.scope().eventLoop().idleNanos();
		return new Utilization(Duration.ofNanos(idle), Duration.ofNanos(Math.max(0, System.nanoTime() - since - idle)));
	}

	@Override
	public List<StackTraceElement> stackTrace() {
		return this.link.stackTrace();
	}

	@Override
	public void close() {
		terminate().join();
	}

	@Override
	public String toString() {
		return "Worker[%s, %s]".formatted(this.order.scope().workerName(), state());
	}

}

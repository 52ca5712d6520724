package io.github.workerthreads.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.WorkerState;

/**
 * One worker of a pool: its state and the task it has. Thread-safe.
 */
final class PooledWorker implements WorkerListener {

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(PooledWorker.class, "state", WorkerState.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final long id;

	private final String name;

	private final WorkerRoster roster;

	private final WorkerLink link;

	private final Instant startedAt = Instant.now();

	private volatile WorkerState state = WorkerState.STARTING;

	// The task that the worker was handed, whether it has begun or not. Who takes it away
	// while it has not begun answers for it
	private final AtomicReference<@Nullable Task> task = new AtomicReference<>();

	private final CompletableFuture<WorkerState> outcome = new CompletableFuture<>();

	// Written once, by who moved the state to TERMINATING, before it acts on it
	private volatile @Nullable TerminationRequest termination;

	// Written by who hands a task over, before it does, and by who answers for the task
	private boolean tellsArrival;

	// Both written by the worker only
	private volatile long tasksDone;

	private volatile long busyNanos;

	private long usualRunNanos = Backlog.UNKNOWN_RUN_NANOS;

	PooledWorker(long id, WorkerSettings settings, WorkerRuntime runtime, WorkerRoster roster) {
		this.id = id;
		this.name = settings.name();
		this.roster = roster;
		this.link = runtime.create(settings, this);
	}

	long id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

	WorkerState state() {
		return this.state;
	}

	@Nullable Task task() {
		return this.task.get();
	}

	void start() {
		this.link.start();
	}

	@Override
	public void online() {
		this.roster.online();
		become(WorkerState.STARTING, WorkerState.BUSY);
		this.roster.changed();
	}

	/**
	 * Return whether the worker runs a task or can take one at once.
	 * @return whether it is up and not on its way out
	 */
	boolean takesTasks() {
		WorkerState current = this.state;
		return current == WorkerState.IDLE || current == WorkerState.BUSY;
	}

	@Override
	public @Nullable Assignment next(boolean maySpin) {
		arrive();
		Task ended = releaseTask();
		Dispatcher dispatcher = this.roster.dispatcher();
		Task next = null;
		boolean searches = false;
		if (this.state == WorkerState.BUSY) {
			next = dispatcher.next(this);
			searches = next == null && maySpin && dispatcher.beginSearch(this);
		}
		// A caller that waits is woken only now that this worker looks for more: its next
		// call then finds this worker instead of waking another
		if (ended != null) {
			ended.deliver();
		}
		if (searches) {
			next = dispatcher.search(this);
		}
		if (next != null) {
			take(next);
			if (ended != null && !searches) {
				next.follow(ended);
			}
		}
		else if (unclaim()) {
			dispatcher.idle(this);
		}
		return next;
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
	private @Nullable Task releaseTask() {
		Task ended = this.task.get();
		// One that has not begun stays, for the worker is ending: exited() gives it back
		if (ended == null || ended.isQueued()) {
			return null;
		}
		this.task.set(null);
		if (ended.hasRun()) {
			this.tasksDone = this.tasksDone + 1;
			long runNanos = ended.runNanos();
			this.busyNanos = this.busyNanos + runNanos;
			this.usualRunNanos = Backlog.usual(this.usualRunNanos, runNanos);
		}
		return ended;
	}

	/**
	 * Reserve this worker for a task.
	 * @return whether it was idle
	 */
	boolean claim() {
		return become(WorkerState.IDLE, WorkerState.BUSY);
	}

	/**
	 * Give the reservation back.
	 * @return whether it is idle now
	 */
	boolean unclaim() {
		return become(WorkerState.BUSY, WorkerState.IDLE);
	}

	/**
	 * Hand a task to this worker, which is reserved for it.
	 * @param next the task
	 * @param tellsArrival whether the dispatcher waits to hear that the worker has begun
	 */
	void assign(Task next, boolean tellsArrival) {
		this.tellsArrival = tellsArrival;
		take(next);
		this.link.execute(next);
		// One that ended before it saw the task can't give it back
		if (this.state.hasEnded()) {
			giveBack(null);
		}
	}

	/**
	 * Tell the dispatcher that this worker has begun what it was handed, or never will.
	 */
	void arrive() {
		if (this.tellsArrival) {
			this.tellsArrival = false;
			this.roster.dispatcher().arrived();
		}
	}

	private void take(Task next) {
		next.assignTo(this);
		this.roster.dispatcher().takes(this, Backlog.limitFor(this.usualRunNanos));
		this.task.set(next);
	}

	void interrupt() {
		this.link.interrupt();
	}

	/**
	 * Ask the worker to end, and its task to stop.
	 * @param reason why, for people
	 * @param cause why, for the caller of its task
	 * @param graceNanos how long it has before it is given up on
	 */
	void terminate(String reason, StopCause cause, long graceNanos) {
		WorkerState current = this.state;
		while (current.serves() && !become(current, WorkerState.TERMINATING)) {
			current = this.state;
		}
		if (!current.serves()) {
			return;
		}
		Task running = this.task.get();
		Task lost = (running != null && running.hasBegun()) ? running : null;
		long now = this.roster.now();
		this.termination = new TerminationRequest(reason, now, Durations.saturatedSum(now, graceNanos), lost);
		if (lost != null) {
			lost.requestStop(cause, true);
		}
		this.roster.changed();
		this.link.terminate();
		this.roster.watch(Durations.saturatedSum(now, graceNanos));
	}

	/**
	 * Give up on a worker that did not end in time.
	 * @return whether it was given up on; if not, it has ended
	 */
	boolean abandon() {
		if (!become(WorkerState.TERMINATING, WorkerState.ABANDONED)) {
			return false;
		}
		Task running = this.task.get();
		if (running != null && running.isQueued()) {
			giveBack(null);
		}
		else if (running != null) {
			running.abandon();
		}
		return true;
	}

	@Override
	public void exited(@Nullable Throwable failure) {
		WorkerState previous = this.state;
		while (!become(previous, endAfter(previous))) {
			previous = this.state;
		}
		giveBack(failure);
		this.roster.ended(this, previous, failure);
		this.outcome.complete(state());
	}

	private static WorkerState endAfter(WorkerState previous) {
		return (previous.serves()) ? WorkerState.FAILED : WorkerState.TERMINATED;
	}

	private void giveBack(@Nullable Throwable failure) {
		Task handed = this.task.getAndSet(null);
		if (handed != null && handed.isQueued()) {
			this.roster.takeBack(handed);
			arrive();
		}
		else if (handed != null) {
			handed.workerEnded(failure);
			handed.deliver();
		}
	}

	/**
	 * Say what became of a worker that was given up on.
	 */
	void settleAbandoned() {
		this.outcome.complete(WorkerState.ABANDONED);
	}

	/**
	 * Return what became of the worker, once it ended or was given up on.
	 * @return the first of {@link WorkerState#ABANDONED} and the states of an ended
	 * worker
	 */
	CompletableFuture<WorkerState> outcome() {
		return this.outcome;
	}

	/**
	 * Return what the termination of this worker cost.
	 * @return the name of the task that it stopped, or {@code null}
	 */
	@Nullable String lostTask() {
		TerminationRequest request = this.termination;
		Task lost = (request != null) ? request.lost() : null;
		return (lost != null && lost.failure() != null) ? lost.name() : null;
	}

	@Nullable TerminationRequest termination() {
		return this.termination;
	}

	WorkerInspection inspect() {
		return this.link.inspect();
	}

	StackTraceElement[] stackTrace() {
		return inspect().stackTrace().toArray(new StackTraceElement[0]);
	}

	long tasksDone() {
		return this.tasksDone;
	}

	/**
	 * Return how long the worker has spent on tasks.
	 * @param now the time on the pool's clock
	 * @return the time in nanoseconds
	 */
	long busyNanos(long now) {
		Task running = this.task.get();
		long current = (running != null && running.hasBegun()) ? Math.max(0, now - running.startedAt()) : 0;
		return this.busyNanos + current;
	}

	WorkerSnapshot snapshot() {
		return new WorkerSnapshot(this.id, this.name, state(), this.startedAt, this.tasksDone, runningTask());
	}

	private WorkerSnapshot.@Nullable RunningTask runningTask() {
		Task running = this.task.get();
		if (running == null || !running.hasBegun()) {
			return abandonedTask();
		}
		return describe(running);
	}

	private WorkerSnapshot.@Nullable RunningTask abandonedTask() {
		TerminationRequest request = this.termination;
		return (state() == WorkerState.ABANDONED && request != null && request.lost() != null)
				? describe(request.lost()) : null;
	}

	private WorkerSnapshot.RunningTask describe(Task running) {
		return new WorkerSnapshot.RunningTask(running.taskId(), running.name(),
				Duration.ofNanos(Math.max(0, this.roster.now() - running.startedAt())));
	}

	private boolean become(WorkerState from, WorkerState to) {
		assert from.canBecome(to) : from + " -> " + to;
		return STATE.compareAndSet(this, from, to);
	}

}

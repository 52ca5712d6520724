package io.github.workerthreads.pool;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Diagnosis;
import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.WorkerInitializer;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerState;

/**
 * One worker of a pool: its state and the task it has. Thread-safe.
 */
final class PooledWorker implements WorkerListener {

	// How long an operating system may take to end what it was told to kill
	private static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(10);

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

	private final WorkerStaffing staffing;

	private final DefaultWorkerPool pool;

	private final WorkerLink link;

	private final Instant startedAt = Instant.now();

	private final long createdAt;

	private final WorkerDuty duty;

	private final @Nullable Initialization initialization;

	private volatile WorkerState state = WorkerState.STARTING;

	// The task that the worker was handed, whether it has begun or not. Who takes it away
	// while it has not begun answers for it
	private final AtomicReference<@Nullable Task> task = new AtomicReference<>();

	private final CompletableFuture<WorkerState> outcome = new CompletableFuture<>();

	// Written once, by who moved the state to TERMINATING, before it acts on it
	private volatile @Nullable TerminationRequest termination;

	// Written by who hands a task over, before it does, and by who answers for the task
	private boolean tellsArrival;

	// When it is given up on, which is settled once it was told to end: before that its
	// task was not asked to stop, so that its end would be told by nobody
	private volatile long graceEnds = Task.NEVER;

	// For the supervisor only
	private @Nullable Long killEnds;

	// Both written by the worker only
	private volatile long tasksDone;

	private volatile long busyNanos;

	// The thread of the worker, where that is one of this process. Written before the
	// worker is first idle or busy
	private @Nullable Thread runner;

	private long usualRunNanos = Backlog.UNKNOWN_RUN_NANOS;

	// Written before the worker becomes idle, and by who starts to look at it
	private volatile long idleSince;

	// Whether the dispatcher has seen it idle or busy; written by the worker only
	private volatile boolean settled;

	PooledWorker(long id, WorkerSettings settings, WorkerRuntime runtime, WorkerStaffing staffing, boolean spare) {
		this.id = id;
		this.name = settings.name();
		this.staffing = staffing;
		this.pool = staffing.pool();
		this.createdAt = this.pool.now();
		this.duty = new WorkerDuty(this.pool.options().maxTasksPerWorker(), spare);
		Class<? extends WorkerInitializer> initializer = this.pool.options().initializer();
		this.initialization = (initializer != null) ? new Initialization(initializer, this.pool) : null;
		this.link = runtime.create(settings, this);
	}

	long id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

	WorkerDuty duty() {
		return this.duty;
	}

	WorkerState state() {
		return this.state;
	}

	@Nullable Task task() {
		return this.task.get();
	}

	/**
	 * Return when the worker was created.
	 * @return the time on the pool's clock
	 */
	long createdAt() {
		return this.createdAt;
	}

	long startDeadline() {
		return Durations.saturatedSum(this.createdAt, Durations.saturatedNanos(this.pool.options().startTimeout()));
	}

	void start() {
		try {
			this.link.start();
		}
		catch (RuntimeException | Error ex) {
			exited(ex);
		}
	}

	@Override
	public void online() {
		if (this.initialization == null) {
			becomeReady();
		}
	}

	private void becomeReady() {
		this.duty.becomeReady();
		become(WorkerState.STARTING, WorkerState.BUSY);
		this.staffing.adjust();
		this.pool.workersChanged();
	}

	/**
	 * Return whether the worker takes its first task as soon as it can.
	 * @return whether it is starting, or up and known to nobody yet
	 */
	boolean isStarting() {
		return !this.settled && this.state.serves();
	}

	/**
	 * Return whether the worker is up and can take a task now or soon.
	 * @return whether it is ready
	 */
	boolean isReady() {
		return this.duty.isReady() && this.state.serves();
	}

	/**
	 * Return whether the worker runs a task or can take one at once.
	 * @return whether it is up and not on its way out
	 */
	boolean takesTasks() {
		WorkerState current = this.state;
		return current == WorkerState.IDLE || current == WorkerState.BUSY;
	}

	/**
	 * Return whether the current thread may begin what this worker was handed. Where a
	 * worker is one thread, no other one may: that of a worker that was given up on could
	 * still hold the task.
	 * @return whether it may
	 */
	boolean isOnOwnThread() {
		Thread own = this.runner;
		return own == null || own == Thread.currentThread();
	}

	@Override
	public @Nullable Assignment next(boolean maySpin) {
		if (maySpin && this.runner == null) {
			this.runner = Thread.currentThread();
		}
		arrive();
		Task ended = releaseTask();
		Assignment next = (this.duty.goesOn(this.tasksDone)) ? serve(ended, maySpin, true) : stepAside(ended, maySpin);
		if (!this.settled && this.duty.isReady()) {
			this.settled = true;
			this.staffing.adjust();
		}
		return next;
	}

	private @Nullable Assignment stepAside(@Nullable Task ended, boolean maySpin) {
		if (ended != null) {
			ended.deliver();
		}
		if (this.initialization != null && !this.duty.isReady()) {
			if (this.initialization.hand()) {
				return this.initialization;
			}
			if (!this.initialization.hasSucceeded()) {
				this.link.terminate();
				return null;
			}
			becomeReady();
		}
		if (this.duty.isStandingBy()) {
			return standBy(maySpin);
		}
		return (this.staffing.leave(this)) ? null : serve(null, maySpin, false);
	}

	// It may have been called into service, or told to go, while it was not idle yet
	private @Nullable Assignment standBy(boolean maySpin) {
		boolean goesOn = unclaim() && !this.duty.isStandingBy() && claim();
		return (goesOn) ? next(maySpin) : null;
	}

	/**
	 * Take a task, or become idle.
	 * @param ended the task that the worker has ended, or {@code null}
	 * @param maySpin whether this may wait for a moment
	 * @param mayLeave whether it is still to be asked if the worker is to end
	 * @return the task or {@code null}
	 */
	private @Nullable Assignment serve(@Nullable Task ended, boolean maySpin, boolean mayLeave) {
		Dispatcher dispatcher = this.pool.dispatcher();
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
		if (next == null) {
			return idle(maySpin, mayLeave);
		}
		take(next);
		if (ended != null && !searches) {
			next.follow(ended);
		}
		if (searches) {
			growForOthers();
		}
		return next;
	}

	private @Nullable Assignment idle(boolean maySpin, boolean mayLeave) {
		boolean watched = this.staffing.isTrimming();
		if (watched) {
			this.idleSince = this.pool.now();
		}
		if (!unclaim()) {
			return null;
		}
		// Who asks a worker to end looks whether it idles after that, this looks after it
		// became idle whether it was asked: one of both sees the other
		if (mayLeave && !this.duty.goesOn(this.tasksDone) && claim()) {
			return stepAside(null, maySpin);
		}
		this.pool.dispatcher().idle(this);
		if (watched) {
			this.pool.watch(Durations.saturatedSum(this.idleSince, this.staffing.idleNanos()));
		}
		return null;
	}

	// Callers that saw this worker search, or on its way, did not ask for another one
	private void growForOthers() {
		if (this.staffing.mayGrow()) {
			this.staffing.growToDemand();
		}
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
	 * Take up service, for a spare.
	 */
	void serve() {
		this.duty.takeUpService();
		this.pool.workersChanged();
		if (claim() && unclaim()) {
			this.pool.dispatcher().idle(this);
		}
	}

	/**
	 * Take the worker out of service without stopping anything; {@link #end()} follows.
	 * @param state the state that it must be in
	 * @param reason why
	 * @return whether it was in that state
	 */
	boolean leave(WorkerState state, Retirement reason) {
		if (!become(state, WorkerState.TERMINATING)) {
			return false;
		}
		this.termination = new TerminationRequest(reason.cause(), reason.reason(), null);
		return true;
	}

	/**
	 * End the worker, which was taken out of service.
	 */
	void end() {
		this.pool.dispatcher().forgetEnded();
		this.pool.workersChanged();
		try {
			this.link.terminate();
		}
		finally {
			beginGrace(this.pool.graceNanos());
		}
	}

	private void beginGrace(long graceNanos) {
		long ends = Durations.saturatedSum(this.pool.now(), graceNanos);
		this.graceEnds = ends;
		this.pool.watch(ends);
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
			this.pool.dispatcher().arrived();
			growForOthers();
		}
	}

	private void take(Task next) {
		next.assignTo(this);
		this.pool.dispatcher().takes(this, Backlog.limitFor(this.usualRunNanos));
		this.task.set(next);
	}

	void interrupt() {
		this.link.interrupt();
	}

	/**
	 * Ask the worker to end, and its task to stop.
	 * @param why what led to it, and why, for people
	 * @param cause why, for the caller of its task
	 * @param graceNanos how long it has before it is given up on
	 */
	void terminate(Retirement why, StopCause cause, long graceNanos) {
		WorkerState current = this.state;
		while (current.serves() && !become(current, WorkerState.TERMINATING)) {
			current = this.state;
		}
		if (!current.serves()) {
			return;
		}
		Task running = this.task.get();
		Task lost = (running != null && running.hasBegun()) ? running : null;
		this.termination = new TerminationRequest(why.cause(), why.reason(), lost);
		Initialization warmUp = (this.duty.isReady()) ? null : this.initialization;
		try {
			// First, since a worker elsewhere is asked for its stack before it is stopped
			this.staffing.adjust();
			if (lost != null) {
				lost.requestStop(cause, true);
			}
			this.pool.workersChanged();
			if (warmUp != null) {
				warmUp.stop("Worker '%s' is to end: %s".formatted(this.name, why.reason()));
			}
			this.link.terminate();
		}
		finally {
			beginGrace(graceNanos);
		}
		if (warmUp != null) {
			warmUp.runCallbacks();
		}
	}

	/**
	 * Return when this worker is given up on.
	 * @return the time on the pool's clock, {@link Task#NEVER} before it was told to end
	 */
	long graceEnds() {
		return this.graceEnds;
	}

	/**
	 * End a worker that did not end in time by the last means that its rung has.
	 * @param now the time on the pool's clock
	 * @return until when its end is to be waited for; {@code now} if there are no such
	 * means
	 */
	long kill(long now) {
		if (this.killEnds == null) {
			this.killEnds = (this.link.kill()) ? Durations.saturatedSum(now, KILL_NANOS) : now;
		}
		return this.killEnds;
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
		while (!become(previous, endAfter(previous, failure))) {
			previous = this.state;
		}
		giveBack(failure);
		Throwable reason = (failure == null && this.initialization != null) ? this.initialization.failure() : failure;
		this.pool.endings().ended(this, previous, reason);
		this.outcome.complete(state());
	}

	private static WorkerState endAfter(WorkerState previous, @Nullable Throwable failure) {
		if (previous.serves()) {
			return WorkerState.FAILED;
		}
		return (failure instanceof WorkerProcessException) ? WorkerState.KILLED : WorkerState.TERMINATED;
	}

	private void giveBack(@Nullable Throwable failure) {
		Task handed = this.task.getAndSet(null);
		if (handed != null && handed.isQueued()) {
			this.pool.takeBack(handed);
		}
		else if (handed != null) {
			handed.workerEnded(failure);
			handed.deliver();
		}
		// Also for a task that was settled before the worker began it
		arrive();
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
	 * Return whether the worker was told to end, and another one is to take its place.
	 * @return whether it is replaced
	 */
	boolean isToBeReplaced() {
		TerminationRequest request = this.termination;
		return request != null && request.cause().isReplaced();
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

	/**
	 * Return the CPU time that the worker has used.
	 * @return the time, or {@code null} if it is not up yet or the rung cannot tell
	 */
	@Nullable Duration cpuTime() {
		return (this.state != WorkerState.STARTING) ? this.link.cpuTime() : null;
	}

	/**
	 * Return how much of a heap of its own the worker uses.
	 * @return the bytes, 0 if it has no such heap
	 */
	long usedHeapBytes() {
		Long used = this.link.usedHeapBytes();
		return (used != null) ? used : 0;
	}

	void diagnose(Diagnosis diagnosis) throws IOException {
		this.link.diagnose(diagnosis);
	}

	WorkerInspection inspect() {
		return this.link.inspect();
	}

	StackTraceElement[] stackTrace() {
		return this.link.stackTrace().toArray(new StackTraceElement[0]);
	}

	long tasksDone() {
		return this.tasksDone;
	}

	/**
	 * Return whether the worker has completed a task, or was fit to run the one that it
	 * was ended for.
	 * @return whether it was of use
	 */
	boolean wasOfUse() {
		TerminationRequest request = this.termination;
		return this.tasksDone > 0 || (request != null && request.lost() != null);
	}

	/**
	 * Return since when the worker idles, if that is watched.
	 * @return the time on the pool's clock
	 */
	long idleSince() {
		return this.idleSince;
	}

	void idleSince(long now) {
		this.idleSince = now;
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
				Duration.ofNanos(Math.max(0, this.pool.now() - running.startedAt())));
	}

	private boolean become(WorkerState from, WorkerState to) {
		assert from.canBecome(to) : from + " -> " + to;
		return STATE.compareAndSet(this, from, to);
	}

}

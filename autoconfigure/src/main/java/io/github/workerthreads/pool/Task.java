package io.github.workerthreads.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.TaskContextCarrier.Scope;
import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.worker.AdaptiveSpin;
import io.github.workerthreads.worker.CancellationSignal;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * One call in a pool: its way from the queue to its one outcome. Whoever moves the state
 * to {@link #DONE} settles it, so that it is settled exactly once. Thread-safe.
 */
final class Task extends CompletableFuture<@Nullable Object>
		implements WorkerFuture<@Nullable Object>, Assignment, TaskInfo, AdaptiveSpin.Condition {

	/**
	 * Deadline of what has none.
	 */
	static final long NEVER = Long.MAX_VALUE;

	private static final int QUEUED = 0;

	private static final int RUNNING = 1;

	// Somebody is interrupting the worker: the body's end waits for that, so that the
	// interrupt can't hit the worker's next task
	private static final int INTERRUPTING = 2;

	private static final int STOPPING = 3;

	private static final int DONE = 4;

	private static final VarHandle STATE;

	private static final VarHandle DIALOG;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(Task.class, "state", int.class);
			DIALOG = MethodHandles.lookup().findVarHandle(Task.class, "dialog", TaskDialog.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final TaskHost host;

	private final long id;

	private final Call call;

	private final TaskOptions options;

	private final long acceptedAt;

	private final boolean awaited;

	private final @Nullable TaskOrder order;

	// What was captured of the caller's context, and the scopes while the body runs
	private @Nullable Object @Nullable [] context;

	private volatile int state;

	// Written by the dispatcher before the worker can see the task
	private @Nullable PooledWorker worker;

	// Written by the worker before it moves the state to RUNNING
	private long startedAt;

	// Written once, by who needs it first. Who moved the state to INTERRUPTING sets its
	// signal before it moves the state on
	private volatile @Nullable TaskDialog dialog;

	// These are for the worker only. When the task before it ended if that is known, from
	// when it begins when it ended
	// itself
	private long endedAt;

	private boolean begun;

	private boolean held;

	private boolean hadDependents;

	// Written before the future completes
	private @Nullable Object result;

	private @Nullable Throwable failure;

	Task(TaskHost host, long id, Call call, TaskOptions options, boolean awaited) {
		this(host, id, call, options, awaited, TaskOrder.of(options, host.ordersAll()));
	}

	Task(TaskHost host, long id, Call call, TaskOptions options, boolean awaited, @Nullable TaskOrder order) {
		this.host = host;
		this.id = id;
		this.call = call;
		this.options = options;
		this.awaited = awaited;
		this.order = order;
		if (options.progress() != null) {
			DIALOG.set(this, new TaskDialog(this, host, options.progress()));
		}
		this.acceptedAt = host.now();
	}

	/**
	 * Return a limit in time, as tasks count it.
	 * @param limit the limit, zero for none
	 * @return the limit in nanoseconds, or {@link #NEVER}
	 */
	static long limit(Duration limit) {
		return (limit.isZero()) ? NEVER : Durations.saturatedNanos(limit);
	}

	@Override
	public long taskId() {
		return this.id;
	}

	@Override
	public Call call() {
		return this.call;
	}

	@Override
	public String poolName() {
		return this.host.name();
	}

	@Override
	public Isolation isolation() {
		return this.host.options().isolation();
	}

	@Override
	public String name() {
		String chosen = this.options.name();
		return (chosen != null) ? chosen : TaskNames.nameOf(this.call);
	}

	/**
	 * Return when the task has waited too long.
	 * @return the time on the pool's clock, or {@link #NEVER}
	 */
	long queueDeadline() {
		return deadline(this.acceptedAt, queueLimit());
	}

	/**
	 * Return when something of the running task is due: its timeout or the end of the
	 * grace that it was given to stop.
	 * @return the time on the pool's clock, or {@link #NEVER}
	 */
	long runDeadline() {
		int current = this.state;
		if (current == RUNNING) {
			return deadline(this.startedAt, runLimit());
		}
		StopRequest request = (current == STOPPING) ? dialog().stop() : null;
		return (request != null) ? request.graceEnds() : NEVER;
	}

	private TaskDialog dialog() {
		TaskDialog current = this.dialog;
		if (current == null) {
			TaskDialog created = new TaskDialog(this, this.host, null);
			current = (TaskDialog) DIALOG.compareAndExchange(this, null, created);
			current = (current != null) ? current : created;
		}
		return current;
	}

	private static long deadline(long from, long limit) {
		return (limit == NEVER) ? NEVER : Durations.saturatedSum(from, limit);
	}

	/**
	 * Return what decides when and where this task runs.
	 * @return its order, or {@code null} if the time at which it was accepted decides
	 */
	@Nullable TaskOrder order() {
		return this.order;
	}

	long queueLimit() {
		Duration own = this.options.queueTimeout();
		return (own != null) ? limit(own) : this.host.queueLimit();
	}

	long runLimit() {
		Duration own = this.options.timeout();
		return (own != null) ? limit(own) : this.host.runLimit();
	}

	long acceptedAt() {
		return this.acceptedAt;
	}

	long startedAt() {
		return this.startedAt;
	}

	@Nullable PooledWorker worker() {
		return this.worker;
	}

	void assignTo(PooledWorker worker) {
		this.worker = worker;
		this.endedAt = 0;
	}

	boolean isQueued() {
		return this.state == QUEUED;
	}

	boolean isStopping() {
		int current = this.state;
		return current == STOPPING || current == INTERRUPTING;
	}

	/**
	 * Take the task back, which was in the queue for a moment without a place, and whose
	 * caller does not know it yet.
	 * @return whether nobody has settled it; if somebody has, it counts as accepted
	 */
	boolean withdraw() {
		boolean withdrawn = STATE.compareAndSet(this, QUEUED, DONE);
		if (withdrawn) {
			finish(new RejectedExecutionException(
					"Task '%s' found no place in the queue of pool '%s'".formatted(name(), this.host.name())));
		}
		return withdrawn;
	}

	boolean isSettled() {
		return this.state == DONE;
	}

	/**
	 * Return whether the body runs now, as far as the pool knows.
	 * @return whether it runs
	 */
	boolean hasBegun() {
		int current = this.state;
		return current == RUNNING || current == INTERRUPTING || current == STOPPING;
	}

	@Override
	public boolean begin() {
		PooledWorker current = this.worker;
		return (current != null) ? beginOn(current) : beginOnCaller();
	}

	// No deadline is watched: nobody could stop a caller
	private boolean beginOnCaller() {
		this.startedAt = this.host.now();
		this.begun = STATE.compareAndSet(this, QUEUED, RUNNING);
		return this.begun;
	}

	private boolean beginOn(PooledWorker current) {
		if (!current.state().serves() || !current.isOnOwnThread()) {
			return false;
		}
		// It may have been accepted after the one before it had ended
		this.startedAt = (this.endedAt != 0) ? Math.max(this.endedAt, this.acceptedAt) : this.host.now();
		if (!STATE.compareAndSet(this, QUEUED, RUNNING)) {
			return false;
		}
		// The worker may have been told to end meanwhile. Who told it saw this task
		// running
		// and stops it, or this sees the worker ending and leaves the task to another one
		if (!current.state().serves() && STATE.compareAndSet(this, RUNNING, QUEUED)) {
			return false;
		}
		this.begun = true;
		current.arrive();
		long limit = runLimit();
		if (limit != NEVER) {
			this.host.watch(Durations.saturatedSum(this.startedAt, limit));
		}
		return true;
	}

	/**
	 * Start when the given task ended, which saves a look at the clock where nothing
	 * happened in between. For the worker only, before it begins.
	 * @param previous the task that the worker ran before
	 */
	void follow(Task previous) {
		if (!previous.hadDependents) {
			this.endedAt = previous.endedAt;
		}
	}

	/**
	 * Return how long the body ran. For the worker only, once it ended.
	 * @return the time in nanoseconds
	 */
	long runNanos() {
		return Math.max(0, this.endedAt - this.startedAt);
	}

	/**
	 * Return whether the body was ever started. For the worker only.
	 * @return whether the body ran
	 */
	boolean hasRun() {
		return this.begun;
	}

	/**
	 * Fail a task that its pool did not accept.
	 * @param failure the reason
	 */
	void reject(Throwable failure) {
		this.state = DONE;
		finish(failure);
	}

	/**
	 * Return why the task has no result.
	 * @return the failure, or {@code null}
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Describe the task.
	 * @param now the time on the pool's clock
	 * @return what it does
	 */
	TaskSnapshot snapshot(long now) {
		boolean runs = !isQueued();
		long waitedNanos = ((runs) ? this.startedAt : now) - this.acceptedAt;
		PooledWorker current = this.worker;
		TaskSnapshot.State stage = isStopping() ? TaskSnapshot.State.STOPPING : TaskSnapshot.State.RUNNING;
		return new TaskSnapshot(this.id, name(), (runs) ? stage : TaskSnapshot.State.QUEUED,
				Duration.ofNanos(Math.max(0, waitedNanos)),
				(runs) ? Duration.ofNanos(Math.max(0, now - this.startedAt)) : null,
				(runs && current != null) ? current.name() : null);
	}

	@Override
	public CancellationSignal cancellationSignal() {
		return dialog().signal();
	}

	@Override
	public void progress(Object item) {
		if (this.state == DONE) {
			throw refusal();
		}
		TaskDialog current = this.dialog;
		// Who waits inside call() has no future to listen at
		if (!this.awaited || (current != null && current.progress().hasReceiver())) {
			dialog().progress().add(item);
		}
	}

	/**
	 * Return why the body can emit nothing more.
	 * @return the exception to throw
	 */
	RuntimeException refusal() {
		String reason = cancellationSignal().reason();
		return (reason != null) ? new CancellationException(reason + " and can emit nothing any more")
				: new IllegalStateException(
						"Task '%s' of pool '%s' has ended and can emit nothing any more. Emit while the body runs"
							.formatted(name(), this.host.name()));
	}

	@Override
	public WorkerFuture<@Nullable Object> onProgress(Consumer<? super Object> consumer) {
		dialog().progress().listen(Objects.requireNonNull(consumer, "'consumer' must not be null"));
		return this;
	}

	@Override
	public long missedProgress() {
		TaskDialog current = this.dialog;
		return (current != null) ? current.progress().missed() : 0;
	}

	/**
	 * Return whether the future of the settled task waits for the consumer of its
	 * progress.
	 * @return whether it waits
	 */
	boolean isHeldBack() {
		TaskDialog current = this.dialog;
		return current != null && current.progress().holdsBack();
	}

	/**
	 * Complete the future if it waits for the consumer of its progress.
	 */
	void completeHeldBack() {
		if (this.dialog != null) {
			dialog().progress().completeHeldBack();
		}
	}

	/**
	 * Capture the context of the current thread, which makes the call.
	 */
	void capture() {
		this.context = this.host.contexts().capture(this);
	}

	@Override
	public void enter() {
		@Nullable Object[] captured = this.context;
		if (captured != null && this.worker != null) {
			this.context = this.host.contexts().open(this, captured);
		}
	}

	@Override
	public void leave(@Nullable Throwable failure) {
		TaskContexts contexts = this.host.contexts();
		// Who runs its own call keeps its context
		if (this.worker != null && !contexts.isEmpty()) {
			contexts.close(this, (Scope[]) this.context, outcome(failure), failure);
			this.context = null;
		}
	}

	private TaskOutcome outcome(@Nullable Throwable failure) {
		TaskDialog current = this.dialog;
		// Also of a task whose caller heard of its end while the body still ran
		StopRequest request = (current != null) ? current.stop() : null;
		if (request != null) {
			return request.cause().outcome();
		}
		return (failure != null) ? TaskOutcome.ERROR : TaskOutcome.SUCCESS;
	}

	@Override
	public void succeed(@Nullable Object result) {
		if (leaveRunning()) {
			this.endedAt = this.host.now();
			settle(TaskOutcome.SUCCESS, this.endedAt, null);
			this.result = result;
			endedByBody();
		}
	}

	@Override
	public void fail(Throwable failure) {
		if (leaveRunning()) {
			this.endedAt = this.host.now();
			settle(TaskOutcome.ERROR, this.endedAt, failure);
			this.failure = failure;
			endedByBody();
		}
	}

	private void endedByBody() {
		if (this.awaited) {
			this.held = true;
		}
		else {
			this.hadDependents = getNumberOfDependents() > 0;
			complete();
		}
	}

	/**
	 * Complete the future of a task whose body ended, if that was held back. For the
	 * worker only.
	 */
	void deliver() {
		if (this.held) {
			this.held = false;
			complete();
		}
	}

	private void complete() {
		TaskDialog current = this.dialog;
		if (current != null) {
			current.progress().end(this::completeNow);
		}
		else {
			completeNow();
		}
	}

	private void completeNow() {
		if (this.failure != null) {
			super.completeExceptionally(this.failure);
		}
		else {
			super.complete(this.result);
		}
	}

	/**
	 * Move from running to done, on the worker's side.
	 * @return whether the body's own result or failure is the outcome; if not, the
	 * outcome is settled
	 */
	private boolean leaveRunning() {
		if (STATE.compareAndSet(this, RUNNING, DONE)) {
			return true;
		}
		while (isStopping() && !settleStopped(stopOutcome())) {
			Thread.onSpinWait();
		}
		this.endedAt = this.host.now();
		return false;
	}

	private StopOutcome stopOutcome() {
		PooledWorker current = this.worker;
		return (current != null && !current.state().serves()) ? StopOutcome.TERMINATED : StopOutcome.INTERRUPTED;
	}

	/**
	 * Ask for the task to stop, which takes it from the queue or interrupts its worker.
	 * @param cause why
	 * @param mayInterrupt whether a running task is to be stopped
	 * @return whether the task was or will be stopped, now or by an earlier request
	 */
	boolean requestStop(StopCause cause, boolean mayInterrupt) {
		while (true) {
			switch (this.state) {
				case QUEUED -> {
					if (STATE.compareAndSet(this, QUEUED, DONE)) {
						leaveQueue(cause);
						return true;
					}
				}
				case RUNNING -> {
					if (!mayInterrupt || this.worker == null) {
						return false;
					}
					if (interruptFrom(RUNNING, cause)) {
						return true;
					}
				}
				case INTERRUPTING, STOPPING -> {
					return true;
				}
				default -> {
					return isCancelled() || (isHeldBack() && this.failure instanceof CancellationException);
				}
			}
		}
	}

	/**
	 * Interrupt the worker of a task that was asked to stop, once more.
	 */
	void interruptAgain() {
		interruptFrom(STOPPING, null);
	}

	private boolean interruptFrom(int from, @Nullable StopCause cause) {
		PooledWorker current = Objects.requireNonNull(this.worker);
		StopRequest request = (cause != null) ? StopRequest.of(cause, this.host, current) : null;
		TaskDialog dialog = dialog();
		if (!STATE.compareAndSet(this, from, INTERRUPTING)) {
			return false;
		}
		if (request != null) {
			dialog.stop(request);
		}
		current.interrupt();
		this.state = STOPPING;
		this.host.watch(runDeadline());
		dialog.signal().runCallbacks();
		return true;
	}

	/**
	 * Settle a task whose worker was given up on while the body still runs.
	 */
	void abandon() {
		while (isStopping() && !settleStopped(StopOutcome.ABANDONED)) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Settle a task whose worker ended without a word of it.
	 * @param failure what ended the worker, or {@code null}
	 */
	void workerEnded(@Nullable Throwable failure) {
		while (hasBegun()) {
			if (settleStopped(StopFailures.outcomeOf(failure))) {
				return;
			}
			if (STATE.compareAndSet(this, RUNNING, DONE)) {
				Throwable exception = StopFailures.workerEnded(this, this.host, failure);
				settle(TaskOutcome.TERMINATED, this.host.now(), exception);
				finish(exception);
				return;
			}
			Thread.onSpinWait();
		}
	}

	private boolean settleStopped(StopOutcome outcome) {
		if (!STATE.compareAndSet(this, STOPPING, DONE)) {
			return false;
		}
		StopRequest request = Objects.requireNonNull(dialog().stop());
		Throwable exception = StopFailures.running(this, this.host, request, outcome);
		settle(request.cause().outcome(), this.host.now(), exception);
		if (outcome == StopOutcome.ABANDONED) {
			completeElsewhere(exception);
		}
		else {
			finish(exception);
		}
		return true;
	}

	private void leaveQueue(StopCause cause) {
		try {
			this.host.dequeue(this);
		}
		finally {
			settleQueued(cause);
		}
	}

	private void settleQueued(StopCause cause) {
		Throwable exception = StopFailures.queued(this, this.host, cause);
		this.host.settled(this, cause.outcome(), this.host.now() - this.acceptedAt, 0, exception);
		if (cause == StopCause.CANCEL) {
			finish(exception);
		}
		else {
			completeElsewhere(exception);
		}
	}

	private void settle(TaskOutcome outcome, long now, @Nullable Throwable failure) {
		this.host.settled(this, outcome, this.startedAt - this.acceptedAt, now - this.startedAt, failure);
	}

	private void finish(Throwable exception) {
		this.failure = exception;
		complete();
	}

	// What depends on the future may block: that must not stop the supervisor
	private void completeElsewhere(Throwable exception) {
		if (this.awaited) {
			finish(exception);
		}
		else {
			this.failure = exception;
			this.host.completeElsewhere(this, () -> finish(exception));
		}
	}

	@Override
	public @Nullable Object get() throws InterruptedException, ExecutionException {
		try {
			this.host.spin(this);
			return super.get();
		}
		catch (CancellationException ex) {
			throw cancellation(ex);
		}
	}

	@Override
	public @Nullable Object get(long timeout, TimeUnit unit)
			throws InterruptedException, ExecutionException, TimeoutException {
		try {
			this.host.spin(this);
			return super.get(timeout, unit);
		}
		catch (CancellationException ex) {
			throw cancellation(ex);
		}
	}

	@Override
	public @Nullable Object join() {
		try {
			this.host.spin(this);
			return super.join();
		}
		catch (CancellationException ex) {
			throw cancellation(ex);
		}
	}

	// Newer JDKs throw one of their own, which does not say what became of the work
	private CancellationException cancellation(CancellationException thrown) {
		return (this.failure instanceof CancellationException own) ? own : thrown;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		return requestStop(StopCause.CANCEL, mayInterruptIfRunning);
	}

	@Override
	public boolean complete(@Nullable Object value) {
		boolean completed = super.complete(value);
		if (completed) {
			requestStop(StopCause.CANCEL, true);
		}
		return completed;
	}

	@Override
	public boolean completeExceptionally(Throwable ex) {
		boolean completed = super.completeExceptionally(ex);
		if (completed) {
			requestStop(StopCause.CANCEL, true);
		}
		return completed;
	}

	@Override
	public CompletableFuture<@Nullable Object> toCompletableFuture() {
		return this;
	}

	@Override
	public boolean holds() {
		return isDone();
	}

}

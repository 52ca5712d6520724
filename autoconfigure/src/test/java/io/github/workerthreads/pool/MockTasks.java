package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.LambdaCall;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.worker.PoolFailedException;
import io.github.workerthreads.worker.WorkerState;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A pool that consists of its tasks alone: on a clock that the test moves, and with no
 * thread but that of the test. What would run elsewhere is kept until the test runs it.
 */
final class MockTasks implements TaskHost {

	/**
	 * When the clock starts, so that no time is zero by chance.
	 */
	static final long START = 1_000_000_000L;

	static final WorkerPoolBuilder BUILDER = new WorkerPoolBuilder().timeout(Duration.ZERO)
		.queueTimeout(Duration.ZERO)
		.terminateGrace(Duration.ofSeconds(2))
		.queueCapacity(8);

	/**
	 * What became of tasks, in the order in which the pool heard of it.
	 */
	final List<Settled> settled = new ArrayList<>();

	final List<Long> watched = new ArrayList<>();

	final List<Task> dequeued = new ArrayList<>();

	final List<Task> held = new ArrayList<>();

	final List<Task> released = new ArrayList<>();

	/**
	 * What was to run on another thread.
	 */
	final List<Runnable> elsewhere = new ArrayList<>();

	final List<TaskContextCarrier> carriers = new ArrayList<>();

	final WorkerPoolOptions options;

	RuntimeCapabilities capabilities = new RuntimeCapabilities(true, false);

	boolean findsThreads = true;

	int spins;

	long now = START;

	private long lastId;

	MockTasks() {
		this(BUILDER);
	}

	MockTasks(WorkerPoolBuilder builder) {
		this.options = builder.options();
	}

	Task task() {
		return task(TaskOptions.defaults());
	}

	Task task(TaskOptions options) {
		return new Task(this, ++this.lastId, new LambdaCall(() -> null), options, false);
	}

	Task task(@Nullable TaskOrder order) {
		return new Task(this, ++this.lastId, new LambdaCall(() -> null), TaskOptions.defaults(), false, order);
	}

	Task awaitedTask() {
		return new Task(this, ++this.lastId, new LambdaCall(() -> null), TaskOptions.defaults(), true);
	}

	/**
	 * Return a worker in a state, on the thread that asks.
	 * @param state its state
	 * @return the worker
	 */
	PooledWorker worker(WorkerState state) {
		PooledWorker worker = mock(PooledWorker.class);
		given(worker.state()).willReturn(state);
		given(worker.isOnOwnThread()).willReturn(true);
		given(worker.name()).willReturn("test-worker");
		given(worker.stackTrace())
			.willReturn(new StackTraceElement[] { new StackTraceElement("Body", "loop", "Body.java", 7) });
		return worker;
	}

	/**
	 * Return a worker that idles, and is busy once it was claimed.
	 * @return the worker
	 */
	PooledWorker idleWorker() {
		AtomicReference<WorkerState> state = new AtomicReference<>(WorkerState.IDLE);
		PooledWorker worker = worker(WorkerState.IDLE);
		given(worker.state()).willAnswer((invocation) -> state.get());
		given(worker.takesTasks()).willReturn(true);
		given(worker.claim()).willAnswer((invocation) -> state.compareAndSet(WorkerState.IDLE, WorkerState.BUSY));
		given(worker.unclaim()).willAnswer((invocation) -> state.compareAndSet(WorkerState.BUSY, WorkerState.IDLE));
		return worker;
	}

	/**
	 * Let a worker begin a task.
	 * @param task the task
	 * @return the worker
	 */
	PooledWorker begin(Task task) {
		PooledWorker worker = worker(WorkerState.BUSY);
		task.assignTo(worker);
		if (!task.begin()) {
			throw new IllegalStateException("did not begin");
		}
		return worker;
	}

	void runElsewhere() {
		List<Runnable> due = List.copyOf(this.elsewhere);
		this.elsewhere.clear();
		due.forEach(Runnable::run);
	}

	@Override
	public long now() {
		return this.now;
	}

	@Override
	public WorkerPoolOptions options() {
		return this.options;
	}

	@Override
	public long queueLimit() {
		return Task.limit(this.options.queueTimeout());
	}

	@Override
	public long runLimit() {
		return Task.limit(this.options.timeout());
	}

	@Override
	public String name() {
		return "test";
	}

	@Override
	public RuntimeCapabilities capabilities() {
		return this.capabilities;
	}

	@Override
	public boolean ordersAll() {
		return false;
	}

	@Override
	public boolean hasFreeWorker() {
		return false;
	}

	@Override
	public PoolFailedException failure() {
		return new PoolFailedException("test", "Pool 'test' has failed", null);
	}

	@Override
	public TaskContexts contexts() {
		return new TaskContexts(this.carriers);
	}

	@Override
	public void dequeue(Task task) {
		this.dequeued.add(task);
	}

	@Override
	public void takeBack(Task task) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void watch(long deadline) {
		this.watched.add(deadline);
	}

	@Override
	public void settled(Task task, TaskOutcome outcome, long queueNanos, long runNanos, @Nullable Throwable failure) {
		this.settled.add(new Settled(task, outcome, queueNanos, runNanos, failure, task.isDone()));
	}

	@Override
	public boolean spin(Task task) {
		this.spins++;
		return task.holds();
	}

	@Override
	public void completeElsewhere(Task task, Runnable completion) {
		this.elsewhere.add(completion);
	}

	@Override
	public boolean runElsewhere(Runnable code) {
		if (this.findsThreads) {
			this.elsewhere.add(code);
		}
		return this.findsThreads;
	}

	@Override
	public void held(Task task) {
		this.held.add(task);
	}

	@Override
	public void released(Task task) {
		this.released.add(task);
	}

	/**
	 * What a pool heard of the end of a task.
	 *
	 * @param task the task
	 * @param outcome its outcome
	 * @param queueNanos how long it waited
	 * @param runNanos how long it ran
	 * @param failure why it has no result
	 * @param completed whether its caller knew already, which must not be
	 */
	record Settled(Task task, TaskOutcome outcome, long queueNanos, long runNanos, @Nullable Throwable failure,
			boolean completed) {

	}

}

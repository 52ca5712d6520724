package io.github.workerthreads.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What happened in a pool: counts, the last failures and endings, and the listeners that
 * hear of them. Thread-safe.
 */
final class PoolJournal {

	private static final Logger logger = System.getLogger(PoolJournal.class.getName());

	private final String pool;

	private final PoolListener[] listeners;

	private final LongAdder rejected = new LongAdder();

	private final LongAdder restarts = new LongAdder();

	private final LongAdder abandoned = new LongAdder();

	private final LongAdder notAccepted = new LongAdder();

	private final Map<TaskOutcome, LongAdder> outcomes = new EnumMap<>(TaskOutcome.class);

	private final Deque<TaskFailure> failures = new ConcurrentLinkedDeque<>();

	private final Deque<WorkerEnding> endings = new ConcurrentLinkedDeque<>();

	PoolJournal(String pool, List<PoolListener> listeners) {
		this.pool = pool;
		this.listeners = listeners.toArray(PoolListener[]::new);
		for (TaskOutcome outcome : TaskOutcome.values()) {
			this.outcomes.put(outcome, new LongAdder());
		}
	}

	/**
	 * Note a call that failed before it was accepted.
	 */
	void notAccepted() {
		this.notAccepted.increment();
	}

	void rejected(Task task) {
		this.rejected.increment();
		this.notAccepted.increment();
		tell((listener) -> listener.taskRejected(this.pool, task.name()));
	}

	void settled(Task task, TaskOutcome outcome, long queueNanos, long runNanos, @Nullable Throwable failure) {
		if (failure != null) {
			remember(this.failures,
					new TaskFailure(task.taskId(), task.name(), outcome, Instant.now(), failure.toString()));
		}
		// Without an object for each task, such as a function would be
		for (PoolListener listener : this.listeners) {
			tellCompleted(listener, task, outcome, queueNanos, runNanos);
		}
		count(outcome).increment();
	}

	void saturated() {
		tell((listener) -> listener.poolSaturated(this.pool));
	}

	void drained() {
		tell((listener) -> listener.poolDrained(this.pool));
	}

	void workerStarted(String worker) {
		tell((listener) -> listener.workerStarted(this.pool, worker));
	}

	void workerAbandoned() {
		this.abandoned.increment();
	}

	void workerEnded(WorkerEnding ending, boolean replaced) {
		if (replaced) {
			this.restarts.increment();
		}
		remember(this.endings, ending);
		tell((listener) -> listener.workerEnded(this.pool, ending, replaced));
	}

	/**
	 * Return what happened.
	 * @param calls the calls that were made, accepted or not
	 * @return the counts
	 */
	PoolCounts counts(long calls) {
		return new PoolCounts(calls - this.notAccepted.sum(), this.rejected.sum(), count(TaskOutcome.SUCCESS).sum(),
				count(TaskOutcome.ERROR).sum(), count(TaskOutcome.TIMEOUT).sum(), count(TaskOutcome.CANCELLED).sum(),
				count(TaskOutcome.TERMINATED).sum(), this.restarts.sum(), this.abandoned.sum());
	}

	List<TaskFailure> failures() {
		return new ArrayList<>(this.failures);
	}

	List<WorkerEnding> endings() {
		return new ArrayList<>(this.endings);
	}

	private LongAdder count(TaskOutcome outcome) {
		return Objects.requireNonNull(this.outcomes.get(outcome));
	}

	private void tellCompleted(PoolListener listener, Task task, TaskOutcome outcome, long queueNanos, long runNanos) {
		try {
			listener.taskCompleted(this.pool, task.name(), outcome, queueNanos, runNanos);
		}
		catch (Throwable ex) {
			failed(listener, ex);
		}
	}

	private void tell(Consumer<PoolListener> event) {
		for (PoolListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				failed(listener, ex);
			}
		}
	}

	private void failed(PoolListener listener, Throwable failure) {
		logger.log(Level.WARNING, "Listener %s of pool '%s' failed".formatted(listener, this.pool), failure);
	}

	private static <T> void remember(Deque<T> history, T entry) {
		history.addFirst(entry);
		while (history.size() > WorkerPoolBuilder.HISTORY) {
			history.pollLast();
		}
	}

}

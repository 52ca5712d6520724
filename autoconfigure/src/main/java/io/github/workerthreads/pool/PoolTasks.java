package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerTerminatedException;

/**
 * The tasks that a pool has, found and cancelled by number. Thread-safe.
 */
final class PoolTasks {

	private final DefaultWorkerPool pool;

	private final Set<Task> runByCallers = ConcurrentHashMap.newKeySet();

	PoolTasks(DefaultWorkerPool pool) {
		this.pool = pool;
	}

	/**
	 * Note that the current thread runs a task of its own.
	 * @param task the task
	 */
	void callerRuns(Task task) {
		this.runByCallers.add(task);
	}

	void callerRan(Task task) {
		this.runByCallers.remove(task);
	}

	List<TaskSnapshot> all() {
		long now = this.pool.now();
		return tasks().stream()
			.map((task) -> task.snapshot(now))
			.sorted(Comparator.comparingLong(TaskSnapshot::id))
			.toList();
	}

	private List<Task> tasks() {
		Set<Task> found = ConcurrentHashMap.newKeySet();
		// Tasks move from the queue to the workers: looked at in that order, none is
		// missed
		this.pool.queue().forEach(found::add);
		for (PooledWorker worker : this.pool.roster().serving()) {
			Task task = worker.task();
			if (task != null) {
				found.add(task);
			}
		}
		found.addAll(this.runByCallers);
		List<Task> live = new ArrayList<>(found);
		live.removeIf((task) -> !task.isQueued() && !task.hasBegun());
		return live;
	}

	/**
	 * Cancel one task, wherever it is.
	 * @param taskId its number
	 * @return what became of it
	 * @throws NoSuchElementException if no such task waits or runs
	 */
	CompletableFuture<TaskCancellation> cancel(long taskId) {
		Task task = tasks().stream()
			.filter((candidate) -> candidate.taskId() == taskId)
			.findFirst()
			.orElseThrow(() -> new NoSuchElementException("Pool '%s' has no task %d that waits or runs, only %s"
				.formatted(this.pool.name(), taskId, all().stream().map(TaskSnapshot::id).toList())));
		long requestedAt = this.pool.now();
		task.cancel(true);
		return task.<TaskCancellation>handle((result, failure) -> new TaskCancellation(taskId, task.name(),
				outcome(task.failure()), Duration.ofNanos(this.pool.now() - requestedAt)));
	}

	private static @Nullable StopOutcome outcome(@Nullable Throwable failure) {
		if (failure instanceof TaskCancelledException cancelled) {
			return cancelled.getOutcome();
		}
		if (failure instanceof TaskTimeoutException timeout) {
			return timeout.getOutcome();
		}
		return (failure instanceof WorkerTerminatedException terminated) ? terminated.getOutcome() : null;
	}

	/**
	 * Cancel all tasks that wait.
	 * @return how many were cancelled
	 */
	int cancelPending() {
		List<Task> waiting = new ArrayList<>();
		this.pool.queue().forEach(waiting::add);
		int cancelled = 0;
		for (Task task : waiting) {
			if (task.isQueued() && task.cancel(false)) {
				cancelled++;
			}
		}
		return cancelled;
	}

}

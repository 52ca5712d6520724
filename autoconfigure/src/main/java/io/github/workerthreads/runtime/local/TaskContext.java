package io.github.workerthreads.runtime.local;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.CancellationSignal;
import io.github.workerthreads.worker.WorkerContext;

/**
 * Context of one task on one worker. What it only tells is told on any thread.
 */
final class TaskContext implements WorkerContext {

	private final WorkerThread thread;

	private final WorkerSettings settings;

	private final Assignment assignment;

	private final CallRunner runner;

	TaskContext(WorkerThread thread, WorkerSettings settings, Assignment assignment, CallRunner runner) {
		this.thread = thread;
		this.settings = settings;
		this.assignment = assignment;
		this.runner = runner;
	}

	@Override
	public long workerId() {
		return this.settings.workerId();
	}

	@Override
	public String workerName() {
		return this.settings.name();
	}

	@Override
	public @Nullable String poolName() {
		return this.settings.poolName();
	}

	@Override
	public long taskId() {
		return this.assignment.taskId();
	}

	@Override
	public CancellationSignal cancellationSignal() {
		return this.assignment.cancellationSignal();
	}

	@Override
	public void emit(Object progress) {
		if (progress == null) {
			throw new IllegalArgumentException("'progress' must not be null");
		}
		if (Thread.currentThread() != this.thread) {
			throw new IllegalStateException(
					"Only the thread of worker '%s' can emit for task %d, but this is thread '%s'. Hand the item over to the task's own thread"
						.formatted(workerName(), taskId(), Thread.currentThread().getName()));
		}
		if (this.thread.assignment() != this.assignment) {
			throw new IllegalStateException(
					"Task %d of worker '%s' has ended, so its context can emit nothing. Ask WorkerContext.current() in each task"
						.formatted(taskId(), workerName()));
		}
		this.assignment.progress(this.runner.copyProgress(progress));
	}

}

package io.github.workerthreads.pool;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.StopSignal;

/**
 * What a task and its caller tell each other while the body runs: the word to stop in one
 * direction, progress in the other. Made when one of them is first needed, so most tasks
 * have none. Thread-safe.
 */
final class TaskDialog {

	private final Task task;

	private final TaskHost host;

	private final StopSignal signal;

	private final TaskProgress progress;

	// Written once, before the signal is set
	private volatile @Nullable StopRequest stop;

	/**
	 * Create a dialog.
	 * @param task the task
	 * @param host its pool
	 * @param receiver gets progress at once, or {@code null} if it is kept for who asks
	 */
	TaskDialog(Task task, TaskHost host, @Nullable Consumer<Object> receiver) {
		this.task = task;
		this.host = host;
		this.signal = new StopSignal(host::runElsewhere);
		this.progress = new TaskProgress(task, host, receiver);
	}

	StopSignal signal() {
		return this.signal;
	}

	/**
	 * Let the body see that it is to stop.
	 * @param request says why
	 */
	void stop(StopRequest request) {
		this.stop = request;
		this.signal.set(() -> StopFailures.reason(this.task, this.host, request.cause()));
	}

	/**
	 * Return the request to stop.
	 * @return the request, or {@code null} if there was none
	 */
	@Nullable StopRequest stop() {
		return this.stop;
	}

	TaskProgress progress() {
		return this.progress;
	}

}

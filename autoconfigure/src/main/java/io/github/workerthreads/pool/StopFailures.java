package io.github.workerthreads.pool;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskCancelledException;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerTerminatedException;

/**
 * Exceptions by which callers learn why and how far a task was stopped. Those of a task
 * that was running carry the worker's stack at that moment.
 */
final class StopFailures {

	private StopFailures() {
	}

	static Throwable queued(Task task, TaskHost host, StopCause cause) {
		String what = "Task '%s' of pool '%s' ".formatted(task.name(), host.name());
		Duration waited = Duration.ofNanos(host.now() - task.acceptedAt());
		Throwable exception = switch (cause) {
			case TIMEOUT -> new TaskTimeoutException(what
					+ "waited longer than its queue-timeout of %s and never started. Raise worker-threads.pools.%s.size or queue-timeout, or slow the caller"
						.formatted(Durations.text(task.queueLimit()), host.name()),
					StopOutcome.DEQUEUED, waited);
			case CANCEL -> new TaskCancelledException(what + "was cancelled before it started", StopOutcome.DEQUEUED);
			case TERMINATE ->
				new WorkerTerminatedException(what + "was stopped before it started", StopOutcome.DEQUEUED, null);
			case SHUTDOWN ->
				new TaskCancelledException(what + "never started: its pool shut down", StopOutcome.DEQUEUED);
			case POOL_FAILED -> host.failure();
		};
		exception.setStackTrace(new StackTraceElement[0]);
		return exception;
	}

	static Throwable running(Task task, TaskHost host, StopRequest request, StopOutcome outcome) {
		long now = host.now();
		String what = reason(task, host, request.cause()) + " "
				+ effect(task, host, now - request.interruptedAt(), outcome);
		Throwable exception = switch (request.cause()) {
			case TIMEOUT -> new TaskTimeoutException(what, outcome, Duration.ofNanos(now - task.acceptedAt()));
			case CANCEL, SHUTDOWN -> new TaskCancelledException(what, outcome);
			case TERMINATE, POOL_FAILED -> new WorkerTerminatedException(what, outcome, null);
		};
		exception.setStackTrace(request.stackTrace());
		return exception;
	}

	static Throwable workerEnded(Task task, TaskHost host, @Nullable Throwable failure) {
		return new WorkerTerminatedException("Task '%s' of pool '%s' was lost: its worker ended%s".formatted(
				task.name(), host.name(), (failure != null) ? " by " + failure : ""), outcomeOf(failure), failure);
	}

	/**
	 * Return what became of work whose worker has ended.
	 * @param failure what ended the worker, or {@code null}
	 * @return the outcome
	 */
	static StopOutcome outcomeOf(@Nullable Throwable failure) {
		return (failure instanceof WorkerProcessException) ? StopOutcome.KILLED : StopOutcome.TERMINATED;
	}

	/**
	 * Return why a running task is to stop.
	 * @param task the task
	 * @param host its pool
	 * @param cause why
	 * @return the reason, for people
	 */
	static String reason(Task task, TaskHost host, StopCause cause) {
		return "Task '%s' of pool '%s' %s".formatted(task.name(), host.name(), reason(task, cause));
	}

	private static String reason(Task task, StopCause cause) {
		return switch (cause) {
			case TIMEOUT -> "ran longer than its timeout of " + Durations.text(task.runLimit());
			case CANCEL -> "was cancelled while it ran";
			case TERMINATE -> "ran when its worker was terminated";
			case SHUTDOWN -> "still ran when its pool shut down";
			case POOL_FAILED -> "still ran when its pool failed";
		};
	}

	private static String effect(Task task, TaskHost host, long tookNanos, StopOutcome outcome) {
		PooledWorker worker = task.worker();
		String took = Durations.text(tookNanos);
		return switch (outcome) {
			case DEQUEUED -> "and never started";
			case INTERRUPTED -> "and ended %s after it was interrupted".formatted(took);
			case TERMINATED -> "and ended with its worker %s after it was interrupted".formatted(took);
			case KILLED -> "and was killed with its worker's process after " + took;
			case ABANDONED ->
				"and may still run: it did not end within %s of being interrupted (worker-threads.pools.%s.terminate-grace is %s), so worker '%s' was abandoned. %s"
					.formatted(took, host.name(),
							Durations.text(Durations.saturatedNanos(host.options().terminateGrace())),
							(worker != null) ? worker.name() : "?",
							AbandonedWork.remedy(host.name(), host.capabilities()));
		};
	}

}

package io.github.workerthreads.runtime.thread;

import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.local.CallRunner;
import io.github.workerthreads.runtime.local.StoppableWorkerLink;
import io.github.workerthreads.termination.WorkerTerminatedError;
import io.github.workerthreads.termination.boot.ThreadPoints;

/**
 * Hold on a worker that shares its classes, in which the agent has woven termination
 * points. Thread-safe.
 */
final class AgentWorkerLink extends StoppableWorkerLink {

	private final String worker;

	private volatile boolean stopping;

	AgentWorkerLink(WorkerSettings settings, ClassLoader classLoader, CallRunner runner, WorkerListener listener) {
		super(null, settings, classLoader, runner, listener);
		this.worker = "Worker '%s'".formatted(settings.name());
	}

	@Override
	protected void stopCode() {
		this.stopping = true;
		ThreadPoints.begin(thread(), GRACE.toNanos(), () -> new WorkerTerminatedError(this.worker));
	}

	@Override
	protected boolean isStopping() {
		return this.stopping;
	}

	@Override
	protected void ended() {
		ThreadPoints.end(thread());
	}

}

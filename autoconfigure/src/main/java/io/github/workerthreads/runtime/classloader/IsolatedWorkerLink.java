package io.github.workerthreads.runtime.classloader;

import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.local.CallRunner;
import io.github.workerthreads.runtime.local.StoppableWorkerLink;
import io.github.workerthreads.termination.TerminationSwitch;

/**
 * Hold on a worker whose classes have termination points. Thread-safe.
 */
final class IsolatedWorkerLink extends StoppableWorkerLink {

	private final TerminationSwitch terminationSwitch;

	private final WorkerThreads threads;

	IsolatedWorkerLink(WorkerSettings settings, WorkerClassLoader classLoader, WorkerThreads threads, CallRunner runner,
			WorkerListener listener) {
		super(threads.group(), settings, classLoader, runner, listener);
		this.terminationSwitch = classLoader.terminationSwitch();
		this.threads = threads;
	}

	@Override
	protected void stopCode() {
		this.terminationSwitch.turnOn(GRACE);
	}

	@Override
	protected boolean isStopping() {
		return this.terminationSwitch.isOn();
	}

	@Override
	protected void interruptWaits() {
		super.interruptWaits();
		this.threads.interrupt();
	}

}

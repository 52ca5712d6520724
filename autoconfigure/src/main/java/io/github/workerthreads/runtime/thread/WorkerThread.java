package io.github.workerthreads.runtime.thread;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.EventLoop;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerScope;

/**
 * Thread that is a worker: it runs one assignment after the other until it is told to
 * stop.
 */
final class WorkerThread extends Thread implements WorkerContext, WorkerContext.Carrier {

	private final ClassLoader classLoader;

	private final CallRunner runner;

	private final WorkerListener listener;

	private final Mailbox mailbox = new Mailbox(this);

	@SuppressWarnings("ThreadPriorityCheck") // the user's choice
	WorkerThread(WorkerSettings settings, ClassLoader classLoader, CallRunner runner, WorkerListener listener) {
		super(null, null, settings.name(), settings.limits().stackSizeBytes(), false);
		this.classLoader = classLoader;
		this.runner = runner;
		this.listener = listener;
		setDaemon(settings.daemon());
		setPriority(settings.threadPriority());
		setContextClassLoader(classLoader);
	}

	Mailbox mailbox() {
		return this.mailbox;
	}

	@Override
	public String workerName() {
		return getName();
	}

	@Override
	public WorkerContext workerContext() {
		WorkerScope current = this.runner.scope();
		return (current != null) ? current : this;
	}

	@Override
	public @Nullable EventLoop eventLoop() {
		WorkerScope current = this.runner.scope();
		return (current != null) ? current.eventLoop() : null;
	}

	@Override
	public void run() {
		Throwable failure = null;
		try {
			this.listener.online();
			serve();
		}
		catch (Throwable ex) {
			failure = ex;
		}
		this.listener.exited(failure);
	}

	private void serve() {
		while (!this.mailbox.isStopped()) {
			Assignment assignment = this.listener.next(true);
			if (assignment == null) {
				assignment = this.mailbox.take();
			}
			if (assignment != null) {
				run(assignment);
			}
		}
	}

	private void run(Assignment assignment) {
		// What an earlier task left on the thread must not reach this one
		Thread.interrupted();
		if (getContextClassLoader() != this.classLoader) {
			setContextClassLoader(this.classLoader);
		}
		if (assignment.begin()) {
			this.runner.run(assignment);
		}
	}

}

package io.github.workerthreads.runtime.thread;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.StructuredClone;
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
final class WorkerThread extends Thread implements WorkerContext.Carrier {

	private final WorkerSettings settings;

	private final ClassLoader classLoader;

	private final StructuredClone structuredClone;

	private final CallRunner runner;

	private final WorkerListener listener;

	private final Mailbox mailbox = new Mailbox(this);

	// What this thread runs, and its context once that was asked for; this thread only
	private @Nullable Assignment assignment;

	private @Nullable TaskContext context;

	@SuppressWarnings("ThreadPriorityCheck") // the user's choice
	WorkerThread(WorkerSettings settings, ClassLoader classLoader, StructuredClone structuredClone,
			WorkerListener listener) {
		super(null, null, settings.name(), settings.limits().stackSizeBytes(), false);
		this.settings = settings;
		this.classLoader = classLoader;
		this.structuredClone = structuredClone;
		this.runner = new CallRunner(structuredClone);
		this.listener = listener;
		setDaemon(settings.daemon());
		setPriority(settings.threadPriority());
		setContextClassLoader(classLoader);
	}

	Mailbox mailbox() {
		return this.mailbox;
	}

	@Nullable Assignment assignment() {
		return this.assignment;
	}

	@Override
	public @Nullable WorkerContext workerContext() {
		WorkerScope scope = this.runner.scope();
		if (scope != null) {
			return scope;
		}
		Assignment current = this.assignment;
		if (this.context == null && current != null) {
			this.context = new TaskContext(this, this.settings, current, this.structuredClone);
		}
		return this.context;
	}

	@Override
	public @Nullable EventLoop eventLoop() {
		WorkerScope scope = this.runner.scope();
		return (scope != null) ? scope.eventLoop() : null;
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
			this.assignment = assignment;
			this.runner.run(assignment);
			// A worker that idles keeps nothing of its last task alive
			this.assignment = null;
			this.context = null;
		}
	}

}

package io.github.workerthreads.runtime.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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
final class WorkerThread extends Thread implements WorkerContext.Carrier {

	private final WorkerSettings settings;

	private final ClassLoader classLoader;

	private final CallRunner runner;

	private final WorkerListener listener;

	private final Mailbox mailbox = new Mailbox(this);

	private static final VarHandle ASSIGNMENT;

	static {
		try {
			ASSIGNMENT = MethodHandles.lookup().findVarHandle(WorkerThread.class, "assignment", Assignment.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	// What this thread runs. Written by it only, and without a fence: others look again
	private @Nullable Assignment assignment;

	// Of what it runs, once that was asked for; this thread only
	private @Nullable TaskContext context;

	/**
	 * Create the thread of a worker.
	 * @param group the group of the thread, or {@code null} for that of the current one
	 * @param settings how to start the worker
	 * @param classLoader its context class loader
	 * @param runner runs its calls
	 * @param listener what hears of it
	 */
	@SuppressWarnings("ThreadPriorityCheck") // the user's choice
	WorkerThread(@Nullable ThreadGroup group, WorkerSettings settings, ClassLoader classLoader, CallRunner runner,
			WorkerListener listener) {
		super(group, null, settings.name(), settings.limits().stackSizeBytes(), false);
		this.settings = settings;
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

	/**
	 * Return what this thread runs.
	 * @return the assignment, which may have ended just now if another thread asks
	 */
	@Nullable Assignment assignment() {
		return (Assignment) ASSIGNMENT.getAcquire(this);
	}

	@Override
	public @Nullable WorkerContext workerContext() {
		WorkerScope scope = this.runner.scope();
		if (scope != null) {
			return scope;
		}
		Assignment current = this.assignment;
		if (this.context == null && current != null) {
			this.context = new TaskContext(this, this.settings, current, this.runner);
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
			this.runner.open();
			this.listener.online();
			serve();
		}
		catch (WorkerLostException ex) {
			failure = ex.reason();
		}
		catch (Throwable ex) {
			failure = ex;
		}
		this.listener.exited(closed(failure));
	}

	private @Nullable Throwable closed(@Nullable Throwable failure) {
		try {
			this.runner.close();
		}
		catch (Throwable ex) {
			return (failure != null) ? failure : ex;
		}
		return failure;
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
			ASSIGNMENT.setRelease(this, assignment);
			this.runner.run(assignment);
			// A worker that idles keeps nothing of its last task alive
			ASSIGNMENT.setRelease(this, null);
			this.context = null;
		}
	}

}

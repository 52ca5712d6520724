package io.github.workerthreads.runtime.classloader;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of one worker: its own, and those that its code starts, which get the group
 * of their creator. Other threads get that group too, such as one that a shared library
 * starts when the worker calls it first: only those that have code of the worker on their
 * stack are the worker's. Thread-safe.
 */
final class WorkerThreads {

	private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private final WorkerClassLoader classLoader;

	private final ThreadGroup group;

	@SuppressWarnings("removal") // before Java 19 others are never given up by their
									// parent
	WorkerThreads(WorkerClassLoader classLoader) {
		this.classLoader = classLoader;
		this.group = new ThreadGroup(root(), classLoader.getName());
		this.group.setDaemon(true);
	}

	// That of the current thread may be one of a worker, or end
	private static ThreadGroup root() {
		ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
		ThreadGroup parent = group.getParent();
		while (parent != null && parent.getParent() != null) {
			group = parent;
			parent = group.getParent();
		}
		return group;
	}

	ThreadGroup group() {
		return this.group;
	}

	/**
	 * Interrupt the threads that run code of the worker.
	 */
	void interrupt() {
		running().forEach(Thread::interrupt);
	}

	/**
	 * Wait until no other thread runs code of the worker, and let those go that could.
	 * For the worker's own thread, once its code is stopped at each point.
	 */
	void awaitOthers() {
		long pause = FIRST_PAUSE_NANOS;
		for (List<Thread> running = running(); !running.isEmpty(); running = running()) {
			running.forEach(Thread::interrupt);
			LockSupport.parkNanos(this, pause);
			pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
			// An interrupt only means that the worker is to end, which it does
			Thread.interrupted();
		}
		others().forEach(this::release);
	}

	private void release(Thread thread) {
		if (thread.getContextClassLoader() == this.classLoader) {
			thread.setContextClassLoader(this.classLoader.getParent());
		}
	}

	private List<Thread> running() {
		return others().stream().filter(this::runsOwnCode).toList();
	}

	private boolean runsOwnCode(Thread thread) {
		return Arrays.stream(thread.getStackTrace())
			.anyMatch((frame) -> Objects.equals(frame.getClassLoaderName(), this.classLoader.getName()));
	}

	private List<Thread> others() {
		Thread[] threads = new Thread[this.group.activeCount() + 8];
		int count = this.group.enumerate(threads, true);
		while (count == threads.length) {
			threads = new Thread[2 * count];
			count = this.group.enumerate(threads, true);
		}
		return Arrays.stream(threads, 0, count).filter((thread) -> thread != Thread.currentThread()).toList();
	}

}

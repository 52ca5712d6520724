package io.github.workerthreads.runtime.local;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongBiFunction;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Assignment;
import io.github.workerthreads.runtime.WorkerInspection;
import io.github.workerthreads.runtime.WorkerLink;
import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerSettings;

/**
 * Hold on a worker that is a thread of this JVM. Thread-safe.
 */
public class LocalWorkerLink implements WorkerLink {

	private final WorkerThread thread;

	/**
	 * Create a worker.
	 * @param group the group of its thread, or {@code null} for that of the current one
	 * @param settings how to start it
	 * @param classLoader the context class loader of its thread
	 * @param runner runs its calls
	 * @param listener what hears of it
	 */
	public LocalWorkerLink(@Nullable ThreadGroup group, WorkerSettings settings, ClassLoader classLoader,
			CallRunner runner, WorkerListener listener) {
		this.thread = new WorkerThread(group, settings, classLoader, runner, listener);
	}

	/**
	 * Return whether the worker runs something.
	 * @return whether it has begun an assignment, or is about to
	 */
	protected final boolean isBusy() {
		return this.thread.assignment() != null;
	}

	/**
	 * Have the worker end as soon as it has nothing to run.
	 */
	protected final void stopServing() {
		this.thread.mailbox().stop();
	}

	/**
	 * Return the thread of the worker.
	 * @return the thread
	 */
	protected final Thread thread() {
		return this.thread;
	}

	@Override
	public void start() {
		this.thread.start();
	}

	@Override
	public void execute(Assignment assignment) {
		this.thread.mailbox().put(assignment);
	}

	@Override
	public void interrupt() {
		this.thread.interrupt();
	}

	@Override
	public void terminate() {
		stopServing();
		this.thread.interrupt();
	}

	@Override
	public @Nullable Duration cpuTime() {
		return time(ThreadMXBean::getThreadCpuTime);
	}

	@Override
	public List<StackTraceElement> stackTrace() {
		return List.of(this.thread.getStackTrace());
	}

	@Override
	public WorkerInspection inspect() {
		return new WorkerInspection(this.thread.getState(), stackTrace(), cpuTime(),
				time(ThreadMXBean::getThreadUserTime), allocatedBytes(), ProcessHandle.current().pid());
	}

	@SuppressWarnings("deprecation") // Thread.threadId() is not in Java 17
	private long threadId() {
		return this.thread.getId();
	}

	private @Nullable Duration time(ToLongBiFunction<ThreadMXBean, Long> clock) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		if (!threads.isThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
			return null;
		}
		long nanos = clock.applyAsLong(threads, threadId());
		return (nanos >= 0) ? Duration.ofNanos(nanos) : null;
	}

	private @Nullable Long allocatedBytes() {
		if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
				&& threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled()) {
			long bytes = threads.getThreadAllocatedBytes(threadId());
			return (bytes >= 0) ? bytes : null;
		}
		return null;
	}

}

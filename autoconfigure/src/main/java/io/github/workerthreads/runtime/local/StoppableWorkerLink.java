package io.github.workerthreads.runtime.local;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerSettings;

/**
 * Hold on a worker whose code can be stopped. Thread-safe.
 */
public abstract class StoppableWorkerLink extends LocalWorkerLink {

	/**
	 * How long code that is told to end may clean up.
	 */
	public static final Duration GRACE = Duration.ofMillis(50);

	// How long what a worker closes as it ends may take
	private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final AtomicBoolean terminating = new AtomicBoolean();

	/**
	 * Create a worker.
	 * @param group the group of its thread, or {@code null} for that of the current one
	 * @param settings how to start it
	 * @param classLoader the context class loader of its thread
	 * @param runner runs its calls
	 * @param listener what hears of it
	 */
	protected StoppableWorkerLink(@Nullable ThreadGroup group, WorkerSettings settings, ClassLoader classLoader,
			CallRunner runner, WorkerListener listener) {
		super(group, settings, classLoader, runner, listener);
	}

	/**
	 * Stop the code of the worker at its next point. May be called again.
	 */
	protected abstract void stopCode();

	/**
	 * Return whether the code is being stopped.
	 * @return whether points throw
	 */
	protected abstract boolean isStopping();

	/**
	 * Interrupt what waits, while the code is being stopped.
	 */
	protected void interruptWaits() {
		thread().interrupt();
	}

	/**
	 * Note that the thread of the worker has ended.
	 */
	protected void ended() {
	}

	/**
	 * End the worker: at once if it idles, or by stopping what it runs.
	 */
	@Override
	public final void terminate() {
		super.terminate();
		if (isBusy()) {
			stopCode();
		}
		if (this.terminating.compareAndSet(false, true)) {
			Thread terminator = new Thread(null, this::terminateUntilEnded, thread().getName() + "-terminator", 0,
					false);
			terminator.setDaemon(true);
			terminator.start();
		}
	}

	// An interrupt may be swallowed, and what was not begun when the worker was told to
	// end may begin meanwhile
	private void terminateUntilEnded() {
		long start = System.nanoTime();
		long pause = FIRST_PAUSE_NANOS;
		while (thread().isAlive()) {
			long elapsed = System.nanoTime() - start;
			if (isBusy() || elapsed > CLOSE_NANOS) {
				stopCode();
			}
			if (isStopping()) {
				interruptWaits();
			}
			LockSupport.parkNanos(this, pause);
			pause = (elapsed > CLOSE_NANOS) ? Math.min(pause * 2, LONGEST_PAUSE_NANOS) : pause;
		}
		ended();
	}

}

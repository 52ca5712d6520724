package io.github.workerthreads.runtime.classloader;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.github.workerthreads.runtime.WorkerListener;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.local.CallRunner;
import io.github.workerthreads.runtime.local.LocalWorkerLink;
import io.github.workerthreads.termination.TerminationSwitch;

/**
 * Hold on a worker whose code has termination points. Thread-safe.
 */
final class IsolatedWorkerLink extends LocalWorkerLink {

	/**
	 * How long code that is told to end may clean up.
	 */
	static final Duration GRACE = Duration.ofMillis(50);

	// How long what a worker closes as it ends may take
	private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final TerminationSwitch terminationSwitch;

	private final WorkerThreads threads;

	private final AtomicBoolean terminating = new AtomicBoolean();

	IsolatedWorkerLink(WorkerSettings settings, WorkerClassLoader classLoader, WorkerThreads threads, CallRunner runner,
			WorkerListener listener) {
		super(threads.group(), settings, classLoader, runner, listener);
		this.terminationSwitch = classLoader.terminationSwitch();
		this.threads = threads;
	}

	/**
	 * End the worker: at once if it idles, or by stopping what it runs.
	 */
	@Override
	public void terminate() {
		super.terminate();
		if (isBusy()) {
			this.terminationSwitch.turnOn(GRACE);
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
				this.terminationSwitch.turnOn(GRACE);
			}
			if (this.terminationSwitch.isOn()) {
				thread().interrupt();
				this.threads.interrupt();
			}
			LockSupport.parkNanos(this, pause);
			pause = (elapsed > CLOSE_NANOS) ? Math.min(pause * 2, LONGEST_PAUSE_NANOS) : pause;
		}
	}

}

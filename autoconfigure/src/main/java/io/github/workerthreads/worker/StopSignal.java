package io.github.workerthreads.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Signal with the end by which it is set. Made for pools and rungs. Thread-safe.
 */
public final class StopSignal implements CancellationSignal {

	private final Predicate<Runnable> elsewhere;

	// Written once, while the list is locked, so that each callback is found there or
	// sees the reason
	private volatile @Nullable Supplier<String> reason;

	private final List<Callback> callbacks = new ArrayList<>(2);

	/**
	 * Create a signal.
	 * @param elsewhere runs code on a thread that may be blocked, and tells whether it
	 * could
	 */
	public StopSignal(Predicate<Runnable> elsewhere) {
		this.elsewhere = elsewhere;
	}

	/**
	 * Set this signal, once. {@link #runCallbacks()} follows, after the interrupt.
	 * @param reason says why, when it is asked
	 */
	public void set(Supplier<String> reason) {
		synchronized (this.callbacks) {
			this.reason = reason;
		}
	}

	/**
	 * Run what was registered, off the current thread, which does not wait for it.
	 */
	public void runCallbacks() {
		List<Callback> due;
		synchronized (this.callbacks) {
			due = List.copyOf(this.callbacks);
			this.callbacks.clear();
		}
		if (!due.isEmpty() && !this.elsewhere.test(() -> due.forEach(Callback::run))) {
			logger().log(Level.ERROR,
					"%s, but no thread could be started for what was to be done then".formatted(reason()));
		}
	}

	@Override
	public boolean isCancelled() {
		return this.reason != null;
	}

	@Override
	public @Nullable String reason() {
		Supplier<String> current = this.reason;
		return (current != null) ? current.get() : null;
	}

	@Override
	public Registration onCancel(Runnable callback) {
		Callback registration = new Callback(Objects.requireNonNull(callback, "'callback' must not be null"));
		synchronized (this.callbacks) {
			if (this.reason == null) {
				this.callbacks.add(registration);
				return registration;
			}
		}
		registration.run();
		return registration;
	}

	// Not with the class: a process that never logs starts faster
	private static Logger logger() {
		return System.getLogger(StopSignal.class.getName());
	}

	/**
	 * Callback that is run or taken back, whichever comes first. Thread-safe.
	 */
	private final class Callback implements Registration, Runnable {

		private final Runnable action;

		private final AtomicBoolean over = new AtomicBoolean();

		Callback(Runnable action) {
			this.action = action;
		}

		@Override
		public void run() {
			if (!this.over.compareAndSet(false, true)) {
				return;
			}
			try {
				this.action.run();
			}
			catch (Throwable ex) {
				logger().log(Level.WARNING, "%s. What was to be done then failed".formatted(reason()), ex);
			}
		}

		@Override
		public void close() {
			if (this.over.compareAndSet(false, true)) {
				synchronized (StopSignal.this.callbacks) {
					StopSignal.this.callbacks.remove(this);
				}
			}
		}

	}

}

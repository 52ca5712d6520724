package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Locks by name between all threads of this process, workers or not: the Web Locks API. A
 * request runs its callback on the requesting thread while it holds the lock. Requests
 * are granted in the order in which they came; shared ones are held together, exclusive
 * ones alone. Not reentrant: a thread that requests an exclusive lock which it holds
 * waits for itself. A worker of isolation {@code process} has locks of its own.
 * Thread-safe.
 *
 * @see <a href="https://w3c.github.io/web-locks/">Web Locks API</a>
 */
public final class WorkerLocks {

	private static final Map<String, LockQueue> QUEUES = new ConcurrentHashMap<>();

	private WorkerLocks() {
	}

	/**
	 * Run a callback while holding an exclusive lock.
	 * @param <T> the type of the result
	 * @param name the name of the lock
	 * @param callback what to run
	 * @return what the callback returned
	 * @throws Exception what the callback threw
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws LockStolenException if the lock was stolen while the callback ran
	 */
	public static <T extends @Nullable Object> T request(String name, Callable<T> callback) throws Exception {
		return request(name, LockOptions.EXCLUSIVE, (lock) -> callback.call());
	}

	/**
	 * Run a callback while holding a lock.
	 * @param <T> the type of the result
	 * @param name the name of the lock, which must not start with {@code -}
	 * @param options how to request it
	 * @param callback what to run; it gets the lock, or {@code null} if that is not
	 * available and the options say not to wait for it
	 * @return what the callback returned
	 * @throws Exception what the callback threw
	 * @throws TimeoutException if the lock was not granted in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws LockStolenException if the lock was stolen while the callback ran
	 * @throws IllegalArgumentException if the name is reserved
	 */
	public static <T extends @Nullable Object> T request(String name, LockOptions options, LockCallback<T> callback)
			throws Exception {
		Objects.requireNonNull(name, "'name' must not be null");
		if (name.startsWith("-")) {
			throw new IllegalArgumentException("'name' must not start with '-' but was '%s'".formatted(name));
		}
		LockRequest request = new LockRequest(name, options.mode(), Thread.currentThread().getName());
		if (!acquire(request, options)) {
			return callback.run(null);
		}
		T result;
		try {
			result = callback.run(request.lock());
		}
		finally {
			release(request);
		}
		if (request.isStolen()) {
			throw new LockStolenException(name);
		}
		return result;
	}

	private static boolean acquire(LockRequest request, LockOptions options)
			throws InterruptedException, TimeoutException {
		// A queue is removed when it is empty, so the map decides who is in which
		QUEUES.compute(request.name(), (name, queue) -> {
			LockQueue joined = (queue != null) ? queue : new LockQueue();
			joined.add(request, options);
			return joined.orNullIfEmpty();
		});
		if (request.isGranted() || options.ifAvailable()) {
			return request.isGranted();
		}
		boolean granted = false;
		try {
			granted = request.await(options.timeout());
		}
		finally {
			if (!granted) {
				release(request);
			}
		}
		if (!granted) {
			throw new TimeoutException("Lock '%s' was not granted within %s".formatted(request.name(),
					Objects.requireNonNullElse(options.timeout(), Duration.ZERO)));
		}
		return true;
	}

	private static void release(LockRequest request) {
		QUEUES.computeIfPresent(request.name(), (name, queue) -> {
			queue.remove(request);
			return queue.orNullIfEmpty();
		});
	}

	/**
	 * Look at all locks and requests.
	 * @return what is held and what waits now
	 */
	public static Snapshot query() {
		List<LockInfo> held = new ArrayList<>();
		List<LockInfo> pending = new ArrayList<>();
		QUEUES.keySet().forEach((key) -> QUEUES.computeIfPresent(key, (name, queue) -> {
			queue.describe(held, pending);
			return queue;
		}));
		return new Snapshot(List.copyOf(held), List.copyOf(pending));
	}

	/**
	 * How a lock is held.
	 */
	public enum Mode {

		/**
		 * By one holder alone.
		 */
		EXCLUSIVE,

		/**
		 * Together with other shared holders.
		 */
		SHARED

	}

	/**
	 * What runs while a lock is held.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	public interface LockCallback<T extends @Nullable Object> {

		/**
		 * Run.
		 * @param lock the lock, or {@code null} if it is not available
		 * @return the result
		 * @throws Exception if it fails
		 */
		T run(@Nullable LockInfo lock) throws Exception;

	}

	/**
	 * A lock that is held or requested.
	 *
	 * @param name the name of the lock
	 * @param mode how it is held
	 * @param threadName the thread that holds or requests it
	 */
	public record LockInfo(String name, Mode mode, String threadName) {

	}

	/**
	 * The locks at one moment.
	 *
	 * @param held the locks that are held
	 * @param pending the requests that wait, in their order for each lock
	 */
	public record Snapshot(List<LockInfo> held, List<LockInfo> pending) {

	}

	/**
	 * How to request a lock. Immutable.
	 *
	 * @param mode how to hold it
	 * @param ifAvailable whether to go on without it instead of waiting
	 * @param steal whether to take it away from who holds it, ahead of all who wait
	 * @param timeout how long to wait, or {@code null} for as long as it takes
	 */
	public record LockOptions(Mode mode, boolean ifAvailable, boolean steal, @Nullable Duration timeout) {

		/**
		 * Hold it alone, wait as long as it takes.
		 */
		public static final LockOptions EXCLUSIVE = new LockOptions(Mode.EXCLUSIVE, false, false, null);

		/**
		 * Hold it together with others, wait as long as it takes.
		 */
		public static final LockOptions SHARED = new LockOptions(Mode.SHARED, false, false, null);

		public LockOptions {
			if (steal && (ifAvailable || mode == Mode.SHARED || timeout != null)) {
				throw new IllegalArgumentException(
						"'steal' takes an exclusive lock at once; it goes with neither 'ifAvailable' nor 'timeout' nor mode SHARED");
			}
			if (ifAvailable && timeout != null) {
				throw new IllegalArgumentException("'ifAvailable' does not wait; it does not go with 'timeout'");
			}
			if (timeout != null && timeout.isNegative()) {
				throw new IllegalArgumentException("'timeout' must not be negative but was " + timeout);
			}
		}

		/**
		 * Return options that do not wait.
		 * @return new options
		 */
		public LockOptions onlyIfAvailable() {
			return new LockOptions(this.mode, true, this.steal, this.timeout);
		}

		/**
		 * Return options that take the lock from who holds it.
		 * @return new options
		 */
		public LockOptions stealing() {
			return new LockOptions(this.mode, this.ifAvailable, true, this.timeout);
		}

		/**
		 * Return options that limit the wait.
		 * @param timeout how long to wait
		 * @return new options
		 */
		public LockOptions withTimeout(Duration timeout) {
			return new LockOptions(this.mode, this.ifAvailable, this.steal, timeout);
		}

	}

}

package io.github.workerthreads.worker;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Values that workers inherit: each long-lived worker gets a clone of what was set where
 * it was started, at that time. What is set later, on either side, the other does not
 * see. Thread-safe.
 *
 * @see <a href=
 * "https://nodejs.org/api/worker_threads.html#worker_threadssetenvironmentdatakey-value">worker_threads.setEnvironmentData()</a>
 */
public final class EnvironmentData {

	private static final EnvironmentData OUTSIDE = new EnvironmentData();

	// Until it is known where the worker lives that inherits them, as messages to it
	private final Map<String, Object> values = new ConcurrentHashMap<>();

	private EnvironmentData() {
	}

	/**
	 * Set a value for the workers that the current worker, or code outside of workers,
	 * starts from now on.
	 * @param key the key
	 * @param value the value, which is cloned, or {@code null} to remove it
	 * @throws DataCloneException if the value cannot be cloned
	 */
	public static void set(String key, @Nullable Object value) {
		Objects.requireNonNull(key, "'key' must not be null");
		Object clone = MessageRealm.current().clone(path(key), value, Map.of());
		if (clone != null) {
			current().values.put(key, clone);
		}
		else {
			current().values.remove(key);
		}
	}

	/**
	 * Return a value that was set here, or inherited by the current worker.
	 * @param key the key
	 * @return the value, or {@code null}
	 */
	public static @Nullable Object get(String key) {
		return current().values.get(key);
	}

	private static EnvironmentData current() {
		WorkerScope scope = WorkerScope.current();
		return (scope != null) ? scope.environmentData() : OUTSIDE;
	}

	/**
	 * Copy what is set here for a worker, which has to {@link #enter} its realm first.
	 * @param from the realm of this side
	 * @param to the realm of the worker, as far as it is known
	 * @return the worker's data
	 */
	static EnvironmentData inherit(MessageRealm from, MessageRealm to) {
		EnvironmentData inherited = new EnvironmentData();
		current().values.forEach((key, value) -> inherited.values.put(key,
				PostedMessage.send(from, to, path(key), value, TransferList.nothing())));
		return inherited;
	}

	/**
	 * Return what was inherited from another process.
	 * @param values the values by key
	 * @return the data of a worker, which has to {@link #enter} its realm first
	 */
	static EnvironmentData received(Map<String, EncodedMessage> values) {
		EnvironmentData inherited = new EnvironmentData();
		values.forEach((key, value) -> inherited.values.put(key, PostedMessage.of(value)));
		return inherited;
	}

	Map<String, Object> values() {
		return Map.copyOf(this.values);
	}

	/**
	 * Read what was inherited.
	 * @param own the realm of the worker
	 * @throws DataCloneException if a value cannot be rebuilt there
	 */
	void enter(MessageRealm own) {
		this.values.replaceAll((key, value) -> (value instanceof PostedMessage posted)
				? Objects.requireNonNull(posted.receive(own, path(key))) : value);
	}

	private static String path(String key) {
		return "environmentData." + key;
	}

}

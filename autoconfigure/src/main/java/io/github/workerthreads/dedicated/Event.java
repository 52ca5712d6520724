package io.github.workerthreads.dedicated;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Something that happens once, and who hears of it. Thread-safe; guarded by itself.
 *
 * @param <T> the type of what is told
 */
final class Event<T> {

	private final Executor executor;

	private final List<Consumer<? super T>> listeners = new ArrayList<>();

	private @Nullable T told;

	/**
	 * Create an event.
	 * @param executor where listeners are called that come late
	 */
	Event(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Add a listener, which hears of the event even if it has happened.
	 * @param listener the listener
	 */
	void listen(Consumer<? super T> listener) {
		T late = add(listener);
		if (late != null) {
			this.executor.execute(() -> listener.accept(late));
		}
	}

	private synchronized @Nullable T add(Consumer<? super T> listener) {
		if (this.told == null) {
			this.listeners.add(listener);
		}
		return this.told;
	}

	/**
	 * Tell the listeners, on the executor.
	 * @param value what they are told
	 * @return whether there is any
	 */
	boolean happen(T value) {
		List<Consumer<? super T>> told = take(value);
		told.forEach((listener) -> listener.accept(value));
		return !told.isEmpty();
	}

	private synchronized List<Consumer<? super T>> take(T value) {
		this.told = value;
		List<Consumer<? super T>> taken = List.copyOf(this.listeners);
		this.listeners.clear();
		return taken;
	}

}

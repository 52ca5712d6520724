package io.github.workerthreads.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.WorkerPool;

/**
 * What the endpoint can do to a pool.
 */
enum PoolAction {

	/**
	 * Stop giving tasks to workers.
	 */
	PAUSE,

	/**
	 * Give tasks to workers again, and start workers of a pool that has failed.
	 */
	RESUME,

	/**
	 * Accept no calls until the pool is resumed, and finish those that it has.
	 */
	DRAIN,

	/**
	 * Replace all workers, one after the other.
	 */
	RECYCLE,

	/**
	 * Cancel all calls that wait for a worker.
	 */
	CANCEL_PENDING;

	@SuppressWarnings("FutureReturnValueIgnored") // the pool's status tells
	void applyTo(WorkerPool pool) {
		switch (this) {
			case PAUSE -> pool.pause();
			case RESUME -> pool.resume();
			case DRAIN -> pool.drain();
			case RECYCLE -> pool.recycle();
			case CANCEL_PENDING -> pool.cancelPending();
		}
	}

	/**
	 * Return the action of the given name.
	 * @param name the name
	 * @return the action
	 * @throws IllegalArgumentException if there is none, with the names that there are
	 */
	static PoolAction of(@Nullable String name) {
		return Arrays.stream(values())
			.filter((action) -> action.label().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'action' must be one of %s but was %s".formatted(labels(),
					(name != null) ? "'" + name + "'" : null)));
	}

	private static List<String> labels() {
		return Arrays.stream(values()).map(PoolAction::label).toList();
	}

	private String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

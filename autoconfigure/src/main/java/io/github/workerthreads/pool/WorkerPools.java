package io.github.workerthreads.pool;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * The worker pools of an application by name. Immutable and thread-safe.
 */
public final class WorkerPools {

	private final Map<String, WorkerPool> pools;

	/**
	 * Create a collection of pools.
	 * @param pools the pools, with names of their own
	 * @throws IllegalArgumentException if two pools have one name
	 */
	public WorkerPools(Collection<? extends WorkerPool> pools) {
		Map<String, WorkerPool> byName = new LinkedHashMap<>();
		for (WorkerPool pool : pools) {
			if (byName.putIfAbsent(pool.name(), pool) != null) {
				throw new IllegalArgumentException("Two worker pools are named '%s'".formatted(pool.name()));
			}
		}
		this.pools = byName;
	}

	/**
	 * Return the pool of the given name.
	 * @param name the name of the pool
	 * @return the pool
	 * @throws NoSuchElementException if there is none, with the names that there are
	 */
	public WorkerPool get(String name) {
		WorkerPool pool = find(name);
		if (pool == null) {
			throw new NoSuchElementException(
					"There is no worker pool named '%s', only %s".formatted(name, this.pools.keySet()));
		}
		return pool;
	}

	/**
	 * Find the pool of the given name.
	 * @param name the name of the pool
	 * @return the pool or {@code null}
	 */
	public @Nullable WorkerPool find(String name) {
		return this.pools.get(name);
	}

	/**
	 * Return all pools.
	 * @return the pools in their order
	 */
	public Collection<WorkerPool> all() {
		return Collections.unmodifiableCollection(this.pools.values());
	}

}

package io.github.workerthreads.pool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The workers that are to be replaced one after the other, each once another one is ready
 * to take its place. Not thread-safe.
 */
final class Recycling {

	private final Map<PooledWorker, Retirement> due = new LinkedHashMap<>();

	void add(PooledWorker worker, String reason) {
		this.due.putIfAbsent(worker, new Retirement(EndingCause.RECYCLE, reason));
	}

	/**
	 * Return the worker that is replaced next.
	 * @param serving the workers that serve
	 * @return the worker, or {@code null} if none is to be replaced
	 */
	@Nullable PooledWorker next(List<PooledWorker> serving) {
		this.due.keySet().retainAll(serving);
		return (!this.due.isEmpty()) ? this.due.keySet().iterator().next() : null;
	}

	/**
	 * Ask the worker to end once it has nothing to do.
	 * @param worker the worker that is replaced next
	 */
	void begin(PooledWorker worker) {
		Retirement retirement = this.due.get(worker);
		if (retirement != null) {
			worker.duty().retire(retirement);
		}
	}

	void clear() {
		this.due.clear();
	}

}

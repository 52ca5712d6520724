package io.github.workerthreads.worker;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The long-lived workers of this process that have not ended. Thread-safe.
 */
final class LiveWorkers {

	private static final Map<Long, Worker> WORKERS = new ConcurrentSkipListMap<>();

	private static final Map<Long, WorkerScope> SCOPES = new ConcurrentSkipListMap<>();

	private LiveWorkers() {
	}

	static Collection<Worker> all() {
		return WORKERS.values();
	}

	static @Nullable WorkerScope scope(long id) {
		return SCOPES.get(id);
	}

	/**
	 * Add the worker that this process is.
	 * @param scope its scope
	 */
	static void add(WorkerScope scope) {
		SCOPES.put(scope.threadId(), scope);
	}

	/**
	 * Start a worker, which can be found from its first moment to its last.
	 * @param scope its scope
	 * @param start starts it
	 * @return the worker
	 */
	static Worker start(WorkerScope scope, Supplier<Worker> start) {
		long id = scope.threadId();
		SCOPES.put(id, scope);
		try {
			Worker worker = start.get();
			WORKERS.put(id, worker);
			return worker;
		}
		finally {
			// It may have ended meanwhile, or not have started
			if (!WORKERS.containsKey(id) || scope.hasEnded()) {
				remove(id);
			}
		}
	}

	static void remove(long id) {
		WORKERS.remove(id);
		SCOPES.remove(id);
	}

}

package io.github.workerthreads.observation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.util.ObjectUtils;

import io.github.workerthreads.pool.PoolListener;
import io.github.workerthreads.pool.TaskOutcome;
import io.github.workerthreads.pool.WorkerEnding;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;

/**
 * Meters {@code workers.*} of the pools of an application. Calls are timed from the
 * moment it is bound to a registry; those that complete earlier, while the application
 * starts, are not. Thread-safe.
 */
public class WorkersMetrics implements MeterBinder, PoolListener {

	private static final PoolMeters[] NONE = {};

	private final Supplier<WorkerPools> pools;

	// for each pool one per registry; replaced as a whole, so that events only read
	private volatile Map<String, PoolMeters[]> meters = Map.of();

	/**
	 * Create meters.
	 * @param pools gives the pools to meter; not called before a registry is bound, since
	 * pools are built with this as their listener
	 */
	public WorkersMetrics(Supplier<WorkerPools> pools) {
		this.pools = pools;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		Map<String, PoolMeters[]> all = new HashMap<>(this.meters);
		for (WorkerPool pool : this.pools.get().all()) {
			PoolMeters[] bound = all.getOrDefault(pool.name(), NONE);
			all.put(pool.name(), ObjectUtils.addObjectToArray(bound, new PoolMeters(registry, pool)));
		}
		this.meters = all;
	}

	@Override
	public void taskRejected(String pool, String task) {
		for (PoolMeters poolMeters : this.meters.getOrDefault(pool, NONE)) {
			poolMeters.rejected();
		}
	}

	@Override
	public void taskCompleted(String pool, String task, TaskOutcome outcome, long queueNanos, long runNanos) {
		for (PoolMeters poolMeters : this.meters.getOrDefault(pool, NONE)) {
			poolMeters.completed(task, outcome, queueNanos, runNanos);
		}
	}

	@Override
	public void workerEnded(String pool, WorkerEnding ending, boolean replaced) {
		if (replaced) {
			for (PoolMeters poolMeters : this.meters.getOrDefault(pool, NONE)) {
				poolMeters.restarted(ending);
			}
		}
	}

}

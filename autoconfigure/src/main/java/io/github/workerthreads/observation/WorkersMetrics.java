package io.github.workerthreads.observation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

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

	private final Supplier<WorkerPools> pools;

	private final List<Map<String, PoolMeters>> bound = new CopyOnWriteArrayList<>();

	/**
	 * Create meters.
	 * @param pools gives the pools to meter; not called before a registry is bound, since
	 * pools are built with this as their listener
	 */
	public WorkersMetrics(Supplier<WorkerPools> pools) {
		this.pools = pools;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Map<String, PoolMeters> meters = new LinkedHashMap<>();
		for (WorkerPool pool : this.pools.get().all()) {
			meters.put(pool.name(), new PoolMeters(registry, pool));
		}
		this.bound.add(meters);
	}

	@Override
	public void taskRejected(String pool, String task) {
		for (Map<String, PoolMeters> meters : this.bound) {
			PoolMeters poolMeters = meters.get(pool);
			if (poolMeters != null) {
				poolMeters.rejected();
			}
		}
	}

	@Override
	public void taskCompleted(String pool, String task, TaskOutcome outcome, long queueNanos, long runNanos) {
		for (Map<String, PoolMeters> meters : this.bound) {
			PoolMeters poolMeters = meters.get(pool);
			if (poolMeters != null) {
				poolMeters.completed(task, outcome, queueNanos, runNanos);
			}
		}
	}

	@Override
	public void workerEnded(String pool, WorkerEnding ending, boolean replaced) {
		if (!replaced) {
			return;
		}
		for (Map<String, PoolMeters> meters : this.bound) {
			PoolMeters poolMeters = meters.get(pool);
			if (poolMeters != null) {
				poolMeters.restarted(ending.state());
			}
		}
	}

}

package io.github.workerthreads.observation;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import io.github.workerthreads.pool.EndingCause;
import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.TaskOutcome;
import io.github.workerthreads.pool.WorkerEnding;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.worker.WorkerState;

/**
 * Meters of one pool in one registry. Thread-safe.
 */
final class PoolMeters {

	private static final WorkerState[] LIVE = { WorkerState.STARTING, WorkerState.IDLE, WorkerState.BUSY,
			WorkerState.TERMINATING };

	private static final WorkerState[] CAUSES = { WorkerState.TERMINATED, WorkerState.KILLED, WorkerState.ABANDONED,
			WorkerState.FAILED };

	private static final double NANOS_PER_SECOND = 1e9;

	private static final String SPARE = "spare";

	private static final String RECYCLED = "recycled";

	private final TaskTimers tasks;

	private final Timer queueWait;

	private final Counter rejected;

	private final Map<WorkerState, Counter> restarts = new EnumMap<>(WorkerState.class);

	private final Counter recycled;

	PoolMeters(MeterRegistry registry, WorkerPool pool) {
		Tags tags = Tags.of("pool", pool.name(), "isolation", pool.options().isolation().toString());
		this.tasks = new TaskTimers(registry, tags);
		this.queueWait = Timer.builder("workers.queue.wait")
			.description("Time that calls waited for a worker")
			.tags(tags)
			.register(registry);
		this.rejected = Counter.builder("workers.rejected")
			.description("Calls that were not accepted")
			.tags(tags)
			.register(registry);
		for (WorkerState cause : CAUSES) {
			this.restarts.put(cause, restarts(registry, tags.and("cause", TagValues.of(cause))));
		}
		this.recycled = restarts(registry, tags.and("cause", RECYCLED));
		new Gauges(registry, pool, tags).register();
	}

	void completed(String task, TaskOutcome outcome, long queueNanos, long runNanos) {
		this.queueWait.record(queueNanos, TimeUnit.NANOSECONDS);
		this.tasks.of(task, outcome).record(runNanos, TimeUnit.NANOSECONDS);
	}

	void rejected() {
		this.rejected.increment();
	}

	void restarted(WorkerEnding ending) {
		Counter counter = (ending.cause() == EndingCause.RECYCLE) ? this.recycled : this.restarts.get(ending.state());
		if (counter != null) {
			counter.increment();
		}
	}

	private static Counter restarts(MeterRegistry registry, Tags tags) {
		return Counter.builder("workers.restarts")
			.description("Workers started to replace another, by how that one ended, or why")
			.tags(tags)
			.register(registry);
	}

	/**
	 * What is read from a snapshot of the pool when somebody looks.
	 */
	private record Gauges(MeterRegistry registry, WorkerPool pool, Tags tags) {

		void register() {
			for (WorkerState state : LIVE) {
				gauge("workers.pool.size", "Workers by state", this.tags.and("state", TagValues.of(state)),
						(snapshot) -> count(snapshot, state));
			}
			gauge("workers.pool.limit", "Most workers, now", this.tags, PoolSnapshot::size);
			gauge("workers.pool.size", "Workers by state", this.tags.and("state", SPARE),
					(snapshot) -> snapshot.spares().size());
			gauge("workers.queue.size", "Calls that wait for a worker", this.tags, PoolSnapshot::queued);
			gauge("workers.queue.remaining", "Calls that may still queue up", this.tags, PoolSnapshot::queueRemaining);
			gauge("workers.abandoned", "Workers that were given up on and still run", this.tags,
					(snapshot) -> snapshot.abandoned().size());
			gauge("workers.utilization", "Part of the workers' time spent on tasks since the pool started", this.tags,
					PoolSnapshot::utilization);
			cpuTime();
			if (this.pool.options().isolation() == Isolation.PROCESS) {
				memoryUsed();
			}
		}

		private void memoryUsed() {
			Gauge.builder("workers.memory.used", this.pool, WorkerPool::usedHeapBytes)
				.description("Heap that workers use, as of their last signs of life")
				.baseUnit("bytes")
				.tags(this.tags)
				.register(this.registry);
		}

		private void cpuTime() {
			FunctionCounter
				.builder("workers.cpu.time", this.pool, (pool) -> pool.cpuTime().toNanos() / NANOS_PER_SECOND)
				.description("CPU time that workers have used, ended ones too")
				.baseUnit("seconds")
				.tags(this.tags)
				.register(this.registry);
		}

		private void gauge(String name, String description, Tags tags, ToDoubleFunction<PoolSnapshot> value) {
			Gauge.builder(name, this.pool, (pool) -> value.applyAsDouble(pool.snapshot()))
				.description(description)
				.tags(tags)
				.register(this.registry);
		}

		private static double count(PoolSnapshot snapshot, WorkerState state) {
			return snapshot.workers().stream().filter((worker) -> worker.state() == state).count();
		}

	}

}

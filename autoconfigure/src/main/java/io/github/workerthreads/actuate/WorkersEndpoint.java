package io.github.workerthreads.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.core.io.Resource;

import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.pool.WorkerSnapshot;

/**
 * {@link Endpoint @Endpoint} to watch worker pools and, with unrestricted access, to
 * pause, resume, recycle and resize them and to terminate their workers. Thread-safe.
 */
@Endpoint(id = "workers", defaultAccess = Access.READ_ONLY)
public class WorkersEndpoint {

	private static final String TASKS = "tasks";

	private final WorkerPools pools;

	/**
	 * Create an endpoint.
	 * @param pools the pools to show
	 */
	public WorkersEndpoint(WorkerPools pools) {
		this.pools = pools;
	}

	/**
	 * Show all pools, and the long-lived workers.
	 * @return the pools and workers
	 */
	@ReadOperation
	public WorkersDescriptor workers() {
		Map<String, PoolDescriptor> descriptors = new LinkedHashMap<>();
		this.pools.all().forEach((pool) -> descriptors.put(pool.name(), PoolDescriptor.of(pool.snapshot())));
		return new WorkersDescriptor(descriptors, DedicatedWorkers.all());
	}

	/**
	 * Show one pool.
	 * @param pool the name of the pool
	 * @return the pool
	 * @throws NoSuchElementException if there is no such pool
	 */
	@ReadOperation
	public PoolDetailsDescriptor pool(@Selector String pool) {
		return PoolDetailsDescriptor.of(this.pools.get(pool));
	}

	/**
	 * Show one worker with its stack, even while it is stuck in a loop.
	 * @param pool the name of the pool, {@code ~} for a long-lived worker
	 * @param worker the id of the worker
	 * @return the worker
	 * @throws NoSuchElementException if there is no such pool or worker
	 */
	@ReadOperation
	public WorkerDetailsDescriptor worker(@Selector String pool, @Selector String worker) {
		if (pool.equals(DedicatedWorkers.SELECTOR)) {
			return DedicatedWorkers.inspect(worker);
		}
		WorkerPool target = this.pools.get(pool);
		return WorkerDetailsDescriptor.of(pool, withWorker(target, worker, target::inspect));
	}

	/**
	 * Pause, resume, recycle or resize a pool.
	 * @param pool the name of the pool
	 * @param action {@code pause}, {@code resume}, {@code drain}, {@code recycle} or
	 * {@code cancel-pending}; {@code null} to resize only
	 * @param size the most workers from now on, or {@code null} to leave them as they are
	 * @param minSize the workers that stay when there is nothing to do, with a size only;
	 * or {@code null} for what {@link WorkerPool#resize(int)} says
	 * @return the pool after it
	 * @throws NoSuchElementException if there is no such pool
	 * @throws IllegalArgumentException if there is no such action, or a size is out of
	 * range
	 */
	@WriteOperation
	public PoolDetailsDescriptor change(@Selector String pool, @Nullable String action, @Nullable Integer size,
			@Nullable Integer minSize) {
		WorkerPool target = this.pools.get(pool);
		PoolAction change = (action != null || (size == null && minSize == null)) ? PoolAction.of(action) : null;
		if (size != null || minSize != null) {
			resize(target, size, minSize);
		}
		if (change != null) {
			change.applyTo(target);
		}
		return PoolDetailsDescriptor.of(target);
	}

	/**
	 * Have the JVM of one worker tell what it does, for a worker that has one to itself.
	 * @param pool the name of the pool
	 * @param worker the id of the worker
	 * @param action {@code thread-dump}, {@code heap-dump} or {@code recording}
	 * @param seconds how long to record, from 1 to 300; or {@code null} for 10
	 * @return the text of the stacks, a heap dump in the HPROF format, or a recording of
	 * JDK Flight Recorder, which can be read once
	 * @throws NoSuchElementException if there is no such pool or worker
	 * @throws IllegalArgumentException if there is no such action, or the seconds are out
	 * of range
	 * @throws UnsupportedOperationException if the worker shares the JVM of this process
	 * @throws UncheckedIOException if the worker could not tell it
	 */
	@WriteOperation(producesFrom = DiagnosisMediaType.class) // as the web extension,
																// which takes its place
																// only then
	public Resource diagnose(@Selector String pool, @Selector String worker, String action, @Nullable Integer seconds) {
		WorkerPool target = this.pools.get(pool);
		WorkerDiagnosis diagnosis = WorkerDiagnosis.of(action);
		return withWorker(target, worker, (id) -> {
			try {
				return diagnosis.write(target, id, seconds);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex.getMessage(), ex);
			}
		});
	}

	/**
	 * Terminate one worker, which the pool replaces, and wait until it is known what
	 * became of it.
	 * @param pool the name of the pool, {@code ~} for a long-lived worker
	 * @param worker the id of the worker
	 * @return what really happened
	 * @throws NoSuchElementException if there is no such pool or worker
	 */
	@DeleteOperation
	public TerminationDescriptor terminate(@Selector String pool, @Selector String worker) {
		if (pool.equals(DedicatedWorkers.SELECTOR)) {
			return DedicatedWorkers.terminate(worker);
		}
		WorkerPool target = this.pools.get(pool);
		return TerminationDescriptor.of(pool, withWorker(target, worker, target::terminate).join());
	}

	/**
	 * Cancel one call that waits or runs, and wait until it is known what became of it.
	 * @param pool the name of the pool
	 * @param kind what to cancel, which is "tasks"
	 * @param task the number of the task
	 * @return what really happened
	 * @throws NoSuchElementException if there is no such pool or task
	 */
	@DeleteOperation
	public CancellationDescriptor cancel(@Selector String pool, @Selector String kind, @Selector String task) {
		if (!kind.equals(TASKS)) {
			throw new NoSuchElementException("A pool has '%s', not '%s'".formatted(TASKS, kind));
		}
		WorkerPool target = this.pools.get(pool);
		try {
			return CancellationDescriptor.of(pool, target.cancel(Long.parseLong(task)).join());
		}
		catch (NumberFormatException ex) {
			throw new NoSuchElementException("Pool '%s' has no task '%s': tasks have numbers".formatted(pool, task),
					ex);
		}
	}

	private void resize(WorkerPool pool, @Nullable Integer size, @Nullable Integer minSize) {
		if (size == null) {
			throw new IllegalArgumentException("'minSize' of %d needs a 'size' beside it".formatted(minSize));
		}
		if (minSize != null) {
			pool.resize(minSize, size);
		}
		else {
			pool.resize(size);
		}
	}

	private <T> T withWorker(WorkerPool pool, String worker, LongFunction<T> operation) {
		try {
			return operation.apply(Long.parseLong(worker));
		}
		catch (NumberFormatException | NoSuchElementException ex) {
			throw new NoSuchElementException(
					"Pool '%s' has no worker '%s', only %s".formatted(pool.name(), worker, workerIds(pool.snapshot())),
					ex);
		}
	}

	private List<Long> workerIds(PoolSnapshot pool) {
		return Stream.concat(pool.workers().stream(), pool.abandoned().stream()).map(WorkerSnapshot::id).toList();
	}

}

package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerState;

/**
 * The workers of a pool: those that serve, the spares beside them, those on their way out
 * and those that still run although they were given up on. Everybody may look;
 * {@link WorkerStaffing} alone moves workers between these. Thread-safe.
 */
final class WorkerRoster {

	private final String pool;

	private final List<PooledWorker> serving = new CopyOnWriteArrayList<>();

	private final List<PooledWorker> spares = new CopyOnWriteArrayList<>();

	private final List<PooledWorker> leaving = new CopyOnWriteArrayList<>();

	private final List<PooledWorker> abandoned = new CopyOnWriteArrayList<>();

	private final LongAdder busyNanosOfEnded = new LongAdder();

	private final LongAdder cpuNanosOfEnded = new LongAdder();

	private final AtomicLong cpuNanos = new AtomicLong();

	WorkerRoster(String pool) {
		this.pool = pool;
	}

	/**
	 * Return the workers that run tasks or can take one, and those of them that were
	 * asked to end and may still run theirs.
	 * @return the workers
	 */
	List<PooledWorker> serving() {
		return this.serving;
	}

	List<PooledWorker> spares() {
		return this.spares;
	}

	List<PooledWorker> abandoned() {
		return this.abandoned;
	}

	/**
	 * Return all workers that have not ended, but for those that were given up on.
	 * @return a copy of the lists
	 */
	List<PooledWorker> live() {
		return Stream.of(this.serving, this.spares, this.leaving).flatMap(List::stream).toList();
	}

	PooledWorker find(long workerId) {
		return Stream.concat(live().stream(), this.abandoned.stream())
			.filter((worker) -> worker.id() == workerId)
			.findFirst()
			.orElseThrow(() -> new NoSuchElementException("Pool '%s' has no worker %d, only %s".formatted(this.pool,
					workerId, this.serving.stream().map(PooledWorker::id).toList())));
	}

	boolean contains(String workerName) {
		return this.serving.stream().anyMatch((worker) -> worker.name().equals(workerName));
	}

	/**
	 * Return how long workers that serve no more spent on tasks while they did.
	 * @return the time in nanoseconds
	 */
	long busyNanosOfEnded() {
		return this.busyNanosOfEnded.sum();
	}

	/**
	 * Return the CPU time that all workers have used so far, ended ones too. Never less
	 * than it was before.
	 * @return the time, as far as the rung can tell
	 */
	Duration cpuTime() {
		long nanos = this.cpuNanosOfEnded.sum();
		for (PooledWorker worker : Stream.concat(live().stream(), this.abandoned.stream()).distinct().toList()) {
			nanos += nanos(worker.cpuTime());
		}
		// A worker that ends just now is in neither
		return Duration.ofNanos(this.cpuNanos.accumulateAndGet(nanos, Math::max));
	}

	/**
	 * Return how much of heaps of their own the workers use.
	 * @return the bytes
	 */
	long usedHeapBytes() {
		return live().stream().mapToLong(PooledWorker::usedHeapBytes).sum();
	}

	/**
	 * Note what a worker had used that is not listed any more.
	 * @param used its CPU time, or {@code null} if the rung cannot tell
	 */
	void addCpuTime(@Nullable Duration used) {
		this.cpuNanosOfEnded.add(nanos(used));
	}

	private static long nanos(@Nullable Duration time) {
		return (time != null) ? time.toNanos() : 0;
	}

	int starting() {
		return (int) this.serving.stream().filter(PooledWorker::isStarting).count();
	}

	/**
	 * Return whether a worker idles, also one that the dispatcher does not know of yet.
	 * @return whether one is about to look for a task
	 */
	boolean hasIdle() {
		return this.serving.stream().anyMatch((worker) -> worker.state() == WorkerState.IDLE);
	}

	/**
	 * Return how many workers serve and are to go on doing so, or to be replaced once
	 * they have ended.
	 * @return the number of workers
	 */
	int staying() {
		return (int) this.serving.stream().filter(WorkerRoster::keepsItsPlace).count();
	}

	private static boolean keepsItsPlace(PooledWorker worker) {
		return !worker.duty().retiresFor(EndingCause.RESIZE) && !worker.duty().isHandedOver();
	}

	/**
	 * Return how many workers have not ended yet whose place a spare has taken.
	 * @return the number of workers
	 */
	int handedOver() {
		return (int) this.serving.stream().filter((worker) -> worker.duty().isHandedOver()).count();
	}

	/**
	 * Return a worker that was told to end, and is to be replaced.
	 * @return one that still has its place, or {@code null}
	 */
	@Nullable PooledWorker ending() {
		return this.serving.stream()
			.filter((worker) -> keepsItsPlace(worker) && worker.isToBeReplaced())
			.findFirst()
			.orElse(null);
	}

	int stayingSpares() {
		return (int) this.spares.stream().filter((worker) -> !worker.duty().isRetiring()).count();
	}

	/**
	 * Return the spare that is the first to be of use.
	 * @return one that is ready, else one that is starting, or {@code null}
	 */
	@Nullable PooledWorker bestSpare() {
		PooledWorker ready = readySpare();
		return (ready != null) ? ready
				: this.spares.stream()
					.filter((worker) -> !worker.duty().isRetiring() && worker.state().serves())
					.findFirst()
					.orElse(null);
	}

	@Nullable PooledWorker readySpare() {
		return this.spares.stream()
			.filter((worker) -> !worker.duty().isRetiring() && worker.isReady())
			.findFirst()
			.orElse(null);
	}

	void add(PooledWorker worker, boolean spare) {
		((spare) ? this.spares : this.serving).add(worker);
	}

	void serve(PooledWorker spare) {
		this.serving.add(spare);
		this.spares.remove(spare);
	}

	void leave(PooledWorker worker, long now) {
		this.leaving.add(worker);
		stopServing(worker, now);
	}

	/**
	 * List a worker that is about to be given up on, so that it is on a list all the
	 * time.
	 * @param worker the worker
	 */
	void beginAbandon(PooledWorker worker) {
		this.abandoned.add(worker);
	}

	void cancelAbandon(PooledWorker worker) {
		this.abandoned.remove(worker);
	}

	/**
	 * Take off a worker that has ended, or leave it on the list of those that were given
	 * up on alone.
	 * @param worker the worker
	 * @param now the time on the pool's clock
	 */
	void remove(PooledWorker worker, long now) {
		stopServing(worker, now);
		this.leaving.remove(worker);
		if (worker.state().hasEnded()) {
			this.abandoned.remove(worker);
		}
	}

	private void stopServing(PooledWorker worker, long now) {
		if (this.serving.remove(worker)) {
			this.busyNanosOfEnded.add(worker.busyNanos(now));
		}
		this.spares.remove(worker);
	}

}

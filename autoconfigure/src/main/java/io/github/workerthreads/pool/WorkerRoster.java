package io.github.workerthreads.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.worker.ResourceLimits;
import io.github.workerthreads.worker.WorkerState;

/**
 * The workers of a pool: starts them, replaces those that end or are given up on, and
 * keeps those that still run although they were given up on. Thread-safe.
 */
final class WorkerRoster {

	private static final Logger logger = System.getLogger(WorkerRoster.class.getName());

	private static final long RETRY_NANOS = 1_000_000_000L;

	private static final long NO_RETRY = 0;

	private final TaskHost host;

	private final WorkerRuntime runtime;

	private final Dispatcher dispatcher;

	private final PoolJournal journal;

	private final List<PooledWorker> serving = new CopyOnWriteArrayList<>();

	private final List<PooledWorker> abandoned = new CopyOnWriteArrayList<>();

	private final LongAdder busyNanosOfEnded = new LongAdder();

	private final AtomicInteger starting = new AtomicInteger();

	// Guards the number of workers: 'serving' grows, 'lastId' and 'closed' change under
	// it
	private final Lock lock = new ReentrantLock();

	private long lastId;

	private boolean closed;

	// Until then no worker is started, since one failed
	private volatile long retryAt = NO_RETRY;

	WorkerRoster(TaskHost host, WorkerRuntime runtime, Dispatcher dispatcher, PoolJournal journal) {
		this.host = host;
		this.runtime = runtime;
		this.dispatcher = dispatcher;
		this.journal = journal;
	}

	Dispatcher dispatcher() {
		return this.dispatcher;
	}

	long now() {
		return this.host.now();
	}

	void watch(long deadline) {
		this.host.watch(deadline);
	}

	List<PooledWorker> serving() {
		return this.serving;
	}

	List<PooledWorker> abandoned() {
		return this.abandoned;
	}

	/**
	 * Return how many workers are starting: each takes a task as soon as it is up.
	 * @return the number of workers
	 */
	int starting() {
		return this.starting.get();
	}

	PooledWorker find(long workerId) {
		for (List<PooledWorker> workers : List.of(this.serving, this.abandoned)) {
			for (PooledWorker worker : workers) {
				if (worker.id() == workerId) {
					return worker;
				}
			}
		}
		throw new NoSuchElementException("Pool '%s' has no worker %d, only %s".formatted(this.host.name(), workerId,
				this.serving.stream().map(PooledWorker::id).toList()));
	}

	/**
	 * Return how long workers that serve no more spent on tasks while they did.
	 * @return the time in nanoseconds
	 */
	long busyNanosOfEnded() {
		return this.busyNanosOfEnded.sum();
	}

	boolean contains(String workerName) {
		return this.serving.stream().anyMatch((worker) -> worker.name().equals(workerName));
	}

	/**
	 * Start as many workers as are missing.
	 */
	void fill() {
		try {
			PooledWorker worker = add();
			while (worker != null) {
				start(worker);
				worker = add();
			}
		}
		catch (RuntimeException | Error ex) {
			logger.log(Level.ERROR, "No worker of pool '%s' could be created".formatted(this.host.name()), ex);
			retryLater();
		}
	}

	private void start(PooledWorker worker) {
		try {
			worker.start();
		}
		catch (RuntimeException | Error ex) {
			this.starting.decrementAndGet();
			worker.exited(ex);
		}
	}

	private @Nullable PooledWorker add() {
		this.lock.lock();
		try {
			if (this.closed || this.serving.size() >= this.host.options().size() || now() < this.retryAt) {
				return null;
			}
			long id = this.lastId + 1;
			PooledWorker worker = new PooledWorker(id, settings(id), this.runtime, this);
			this.lastId = id;
			this.starting.incrementAndGet();
			this.serving.add(worker);
			this.journal.workerStarted(id > this.host.options().size());
			return worker;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void retryLater() {
		long due = now() + RETRY_NANOS;
		this.retryAt = due;
		watch(due);
	}

	private WorkerSettings settings(long id) {
		WorkerPoolOptions options = this.host.options();
		return WorkerSettings.of("worker-%s-%d".formatted(this.host.name(), id), this.host.name(), options.daemon(),
				options.threadPriority(), ResourceLimits.NONE);
	}

	/**
	 * Note that a worker takes tasks from now on, or does so no more.
	 */
	void changed() {
		this.dispatcher.workersChanged(() -> this.serving);
	}

	void online() {
		this.starting.decrementAndGet();
	}

	void takeBack(Task task) {
		this.host.takeBack(task);
	}

	/**
	 * Give up on a worker that was asked to end and did not.
	 * @param worker the worker
	 */
	void abandon(PooledWorker worker) {
		this.abandoned.add(worker);
		if (!worker.abandon()) {
			this.abandoned.remove(worker);
			return;
		}
		if (this.serving.remove(worker)) {
			this.busyNanosOfEnded.add(worker.busyNanos(now()));
		}
		this.journal.workerAbandoned();
		String reason = reasonOf(worker, null);
		logger.log(Level.WARNING, "Worker '%s' is abandoned and may still run (%s)".formatted(worker.name(), reason));
		this.journal.workerEnded(new WorkerEnding(worker.name(), WorkerState.ABANDONED, Instant.now(), reason),
				!isClosed());
		fill();
		worker.settleAbandoned();
	}

	void ended(PooledWorker worker, WorkerState previous, @Nullable Throwable failure) {
		boolean wasAbandoned = previous == WorkerState.ABANDONED;
		if (this.serving.remove(worker)) {
			this.busyNanosOfEnded.add(worker.busyNanos(now()));
		}
		this.abandoned.remove(worker);
		changed();
		String reason = (wasAbandoned) ? "ended by itself after it was abandoned" : reasonOf(worker, failure);
		if (wasAbandoned) {
			logger.log(Level.INFO, "Abandoned worker '%s' has ended".formatted(worker.name()));
		}
		if (worker.state() == WorkerState.FAILED) {
			logger.log(Level.ERROR, "Worker '%s' failed".formatted(worker.name()), failure);
			retryLater();
		}
		this.journal.workerEnded(new WorkerEnding(worker.name(), worker.state(), Instant.now(), reason),
				!wasAbandoned && !isClosed());
		fill();
	}

	/**
	 * Start what is missing after a worker failed, once that is due.
	 * @param now the time on the pool's clock
	 * @return when it is due, or {@link Task#NEVER}
	 */
	long retry(long now) {
		long due = this.retryAt;
		if (due == NO_RETRY) {
			return Task.NEVER;
		}
		if (now < due) {
			return due;
		}
		this.retryAt = NO_RETRY;
		fill();
		return (this.retryAt == NO_RETRY) ? Task.NEVER : this.retryAt;
	}

	/**
	 * Start workers again.
	 */
	void open() {
		this.lock.lock();
		try {
			this.closed = false;
			this.retryAt = NO_RETRY;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Start no workers any more.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static String reasonOf(PooledWorker worker, @Nullable Throwable failure) {
		TerminationRequest termination = worker.termination();
		if (termination != null) {
			return termination.reason();
		}
		return (failure != null) ? failure.toString() : "ended by itself";
	}

}

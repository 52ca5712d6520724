package io.github.workerthreads.pool;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.AdaptiveSpin;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.WorkerContext;

/**
 * Waits for tasks on behalf of their callers. Thread-safe.
 */
final class TaskWaiter {

	private final DefaultWorkerPool pool;

	private final AdaptiveSpin spin = new AdaptiveSpin();

	// How many workers of this pool wait for calls of their own on this pool
	private final AtomicInteger waitingWorkers = new AtomicInteger();

	TaskWaiter(DefaultWorkerPool pool) {
		this.pool = pool;
	}

	@Nullable Object await(Task task) throws Throwable {
		WorkerContext caller = WorkerContext.current();
		if (caller != null && this.pool.roster().contains(caller.workerName())) {
			awaitOnOwnWorker(task);
		}
		else {
			awaitDone(task);
		}
		Throwable failure = task.failure();
		if (failure != null) {
			throw CallerStack.join(failure);
		}
		return task.getNow(null);
	}

	private void awaitOnOwnWorker(Task task) {
		int waiting = this.waitingWorkers.incrementAndGet();
		try {
			// The last worker that would wait too: none is left to run what waits in the
			// queue
			if (waiting >= this.pool.roster().serving().size() && !this.pool.staffing().mayGrow() && task.isQueued()
					&& task.cancel(false)) {
				throw new PoolSaturatedException(this.pool.name(),
						"Task '%s' would wait for ever: all workers of pool '%s' wait for calls of their own on it. Raise worker-threads.pools.%s.size or use another pool for the inner call"
							.formatted(task.name(), this.pool.name(), this.pool.name()));
			}
			awaitDone(task);
		}
		finally {
			this.waitingWorkers.decrementAndGet();
		}
	}

	boolean spin(Task task) {
		return this.spin.await(task);
	}

	private void awaitDone(Task task) {
		boolean interrupted = false;
		while (!task.isDone()) {
			try {
				task.get();
			}
			catch (InterruptedException ex) {
				interrupted = true;
				task.cancel(true);
			}
			catch (ExecutionException | CancellationException ex) {
				// The task knows its failure
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}

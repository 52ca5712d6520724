package io.github.workerthreads.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells callers that the queue is full and when it has room again. A pool that somebody
 * found full <em>needs drain</em> until its queue is at most half full. Thread-safe.
 */
final class Backpressure {

	private final TaskHost host;

	private final TaskQueue queue;

	private final PoolJournal journal;

	// Whether anybody wants to hear of room: workers read it for each task
	private volatile boolean watched;

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	// These are guarded by the lock
	private int waiting;

	private long changes;

	private boolean closed;

	private List<CompletableFuture<@Nullable Void>> drains = List.of();

	// Written under the lock
	private volatile boolean needsDrain;

	Backpressure(TaskHost host, TaskQueue queue, PoolJournal journal) {
		this.host = host;
		this.queue = queue;
		this.journal = journal;
	}

	/**
	 * Note that a call found the queue full.
	 */
	void full() {
		if (this.needsDrain) {
			return;
		}
		this.lock.lock();
		try {
			if (this.needsDrain || this.closed) {
				return;
			}
			this.needsDrain = true;
			this.watched = true;
		}
		finally {
			this.lock.unlock();
		}
		this.journal.saturated();
		// The queue may have emptied just before this was watched
		changed();
	}

	boolean needsDrain() {
		return this.needsDrain;
	}

	/**
	 * Return a future that completes when the pool does not need drain.
	 * @return the future, completed already if it doesn't now
	 */
	CompletableFuture<@Nullable Void> whenDrained() {
		this.lock.lock();
		try {
			CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
			if (!this.needsDrain) {
				drained.complete(null);
				return drained;
			}
			List<CompletableFuture<@Nullable Void>> all = new ArrayList<>(this.drains);
			all.add(drained);
			this.drains = all;
			return drained;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Try something that takes room until it succeeds, each time that there may be more.
	 * @param attempt what to try, on this thread
	 * @param waitNanos how long to wait at most
	 * @return whether it succeeded; not if the time is over, the pool was closed or this
	 * thread is interrupted, which it stays
	 */
	boolean await(BooleanSupplier attempt, long waitNanos) {
		this.lock.lock();
		try {
			this.waiting++;
			this.watched = true;
		}
		finally {
			this.lock.unlock();
		}
		try {
			return tryRepeatedly(attempt, Durations.saturatedSum(this.host.now(), waitNanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.lock();
			try {
				this.waiting--;
				this.watched = this.waiting > 0 || this.needsDrain;
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private boolean tryRepeatedly(BooleanSupplier attempt, long deadline) throws InterruptedException {
		while (true) {
			long seen = changes();
			if (attempt.getAsBoolean()) {
				return true;
			}
			if (!awaitChange(seen, deadline)) {
				return false;
			}
		}
	}

	private long changes() {
		this.lock.lock();
		try {
			return this.changes;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean awaitChange(long seen, long deadline) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.changes == seen && !this.closed) {
				long remaining = deadline - this.host.now();
				if (remaining <= 0) {
					return false;
				}
				this.changed.await(remaining, TimeUnit.NANOSECONDS);
			}
			return !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Note that there may be more room: a task left the queue, or a worker is free.
	 */
	void changed() {
		if (this.watched) {
			tell();
		}
	}

	private void tell() {
		List<CompletableFuture<@Nullable Void>> drained = List.of();
		boolean ends = false;
		this.lock.lock();
		try {
			this.changes++;
			if (this.waiting > 0) {
				this.changed.signalAll();
			}
			ends = this.needsDrain && isRelieved();
			if (ends) {
				drained = endDrain();
			}
			this.watched = this.waiting > 0 || this.needsDrain;
		}
		finally {
			this.lock.unlock();
		}
		if (ends) {
			this.journal.drained();
		}
		complete(drained);
	}

	private boolean isRelieved() {
		int capacity = this.host.options().queueCapacity();
		return (capacity > 0) ? this.queue.size() <= capacity / 2 : this.host.hasFreeWorker();
	}

	private List<CompletableFuture<@Nullable Void>> endDrain() {
		this.needsDrain = false;
		List<CompletableFuture<@Nullable Void>> ended = this.drains;
		this.drains = List.of();
		return ended;
	}

	// What depends on these futures may block
	private void complete(List<CompletableFuture<@Nullable Void>> drained) {
		for (CompletableFuture<@Nullable Void> future : drained) {
			if (!this.host.runElsewhere(() -> future.complete(null))) {
				future.complete(null);
			}
		}
	}

	void open() {
		this.lock.lock();
		try {
			this.closed = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let nobody wait any more: there will be no room.
	 */
	void close() {
		List<CompletableFuture<@Nullable Void>> drained;
		this.lock.lock();
		try {
			this.closed = true;
			drained = endDrain();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		complete(drained);
	}

}

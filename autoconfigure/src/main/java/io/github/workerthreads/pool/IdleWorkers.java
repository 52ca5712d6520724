package io.github.workerthreads.pool;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The workers that wait for a task, the one that became idle last on top: its caches are
 * warm and it may still be spinning. A worker that was terminated meanwhile stays in
 * until it is popped. Lock-free (a Treiber stack with fresh nodes) and thread-safe.
 */
final class IdleWorkers {

	private final AtomicReference<@Nullable Node> top = new AtomicReference<>();

	void push(PooledWorker worker) {
		Node previous;
		do {
			previous = this.top.get();
		}
		while (!this.top.compareAndSet(previous, new Node(worker, previous)));
	}

	@Nullable PooledWorker pop() {
		Node first;
		do {
			first = this.top.get();
			if (first == null) {
				return null;
			}
		}
		while (!this.top.compareAndSet(first, first.next()));
		return first.worker();
	}

	boolean isEmpty() {
		return this.top.get() == null;
	}

	private record Node(PooledWorker worker, @Nullable Node next) {

	}

}

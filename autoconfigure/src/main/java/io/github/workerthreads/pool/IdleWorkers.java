package io.github.workerthreads.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The workers that wait for a task, the one that became idle last on top: its caches are
 * warm and it may still be spinning. A worker that was terminated meanwhile stays in
 * until it is popped or has ended. Lock-free (a Treiber stack with fresh nodes) and
 * thread-safe.
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

	/**
	 * Take out a worker that was claimed without being popped.
	 * @param worker the worker
	 */
	void remove(PooledWorker worker) {
		keep((kept) -> kept != worker);
	}

	/**
	 * Take out the workers that do not serve any more.
	 */
	void removeEnded() {
		keep((worker) -> worker.state().serves());
	}

	private void keep(Predicate<PooledWorker> kept) {
		Node first;
		do {
			first = this.top.get();
		}
		while (!this.top.compareAndSet(first, only(first, kept)));
	}

	private static @Nullable Node only(@Nullable Node first, Predicate<PooledWorker> kept) {
		Node rest = null;
		for (PooledWorker worker : all(first)) {
			rest = (kept.test(worker)) ? new Node(worker, rest) : rest;
		}
		Node copy = null;
		for (Node node = rest; node != null; node = node.next()) {
			copy = new Node(node.worker(), copy);
		}
		return copy;
	}

	/**
	 * Return the workers.
	 * @return a copy, the one that became idle last first
	 */
	List<PooledWorker> all() {
		return all(this.top.get());
	}

	private static List<PooledWorker> all(@Nullable Node first) {
		List<PooledWorker> all = new ArrayList<>();
		for (Node node = first; node != null; node = node.next()) {
			all.add(node.worker());
		}
		return all;
	}

	boolean isEmpty() {
		return this.top.get() == null;
	}

	private record Node(PooledWorker worker, @Nullable Node next) {

	}

}

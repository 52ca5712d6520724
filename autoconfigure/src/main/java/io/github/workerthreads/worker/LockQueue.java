package io.github.workerthreads.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerLocks.LockInfo;
import io.github.workerthreads.worker.WorkerLocks.LockOptions;
import io.github.workerthreads.worker.WorkerLocks.Mode;

/**
 * Who holds the lock of one name, and who waits for it. Not thread-safe: guarded by the
 * map that it is in.
 */
final class LockQueue {

	private final List<LockRequest> held = new ArrayList<>();

	private final Deque<LockRequest> pending = new ArrayDeque<>();

	void add(LockRequest request, LockOptions options) {
		if (options.steal()) {
			this.held.forEach(LockRequest::steal);
			this.held.clear();
			this.pending.addFirst(request);
		}
		else if (!options.ifAvailable() || (this.pending.isEmpty() && isGrantable(request))) {
			this.pending.addLast(request);
		}
		grant();
	}

	void remove(LockRequest request) {
		this.held.remove(request);
		this.pending.remove(request);
		grant();
	}

	private void grant() {
		Iterator<LockRequest> requests = this.pending.iterator();
		while (requests.hasNext()) {
			LockRequest request = requests.next();
			if (!isGrantable(request)) {
				return;
			}
			requests.remove();
			this.held.add(request);
			request.grant();
		}
	}

	private boolean isGrantable(LockRequest request) {
		return this.held.isEmpty()
				|| (request.mode() == Mode.SHARED && this.held.stream().allMatch((held) -> held.mode() == Mode.SHARED));
	}

	void describe(List<LockInfo> held, List<LockInfo> pending) {
		this.held.forEach((request) -> held.add(request.lock()));
		this.pending.forEach((request) -> pending.add(request.lock()));
	}

	@Nullable LockQueue orNullIfEmpty() {
		return (this.held.isEmpty() && this.pending.isEmpty()) ? null : this;
	}

}

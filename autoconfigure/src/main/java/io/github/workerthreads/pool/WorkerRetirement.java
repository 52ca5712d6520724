package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;

import io.github.workerthreads.worker.WorkerState;

/**
 * Finds the workers that idled for long or are old enough to be replaced. For the
 * {@link Supervisor} only.
 */
final class WorkerRetirement {

	private final DefaultWorkerPool pool;

	private final WorkerRoster roster;

	private final WorkerStaffing staffing;

	WorkerRetirement(DefaultWorkerPool pool, WorkerRoster roster, WorkerStaffing staffing) {
		this.pool = pool;
		this.roster = roster;
		this.staffing = staffing;
	}

	/**
	 * Act on what is due.
	 * @param now the time on the pool's clock
	 * @return when to look again, or {@link Task#NEVER}
	 */
	long look(long now) {
		return Math.min(lookAtIdle(now), lookAtAge(now));
	}

	private long lookAtIdle(long now) {
		long next = Task.NEVER;
		for (PooledWorker worker : this.roster.serving()) {
			if (worker.duty().isRetiring() && worker.state() == WorkerState.IDLE) {
				this.staffing.adjust();
			}
			else if (this.staffing.isTrimming() && worker.state() == WorkerState.IDLE) {
				long due = Durations.saturatedSum(worker.idleSince(), this.staffing.idleNanos());
				if (now < due) {
					next = Math.min(next, due);
				}
				else {
					this.staffing.leaveIdle(worker);
				}
			}
		}
		return next;
	}

	private long lookAtAge(long now) {
		Duration limit = this.pool.options().maxWorkerAge();
		if (limit.isZero()) {
			return Task.NEVER;
		}
		long limitNanos = Durations.saturatedNanos(limit);
		long next = Task.NEVER;
		for (PooledWorker worker : this.roster.serving()) {
			long due = Durations.saturatedSum(worker.createdAt(), limitNanos);
			if (now < due) {
				next = Math.min(next, due);
			}
			else {
				this.staffing.recycle(List.of(worker), "recycled at the age of " + Durations.text(limitNanos));
			}
		}
		return next;
	}

}

package io.github.workerthreads.pool;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Tasks that have one part of the pool together. Its <em>virtual time</em> is how long
 * its tasks ran; the share with the least goes first, as in start-time fair queueing. A
 * share that had nothing to do does not save that up. Of a task that ran much longer than
 * those before it, as when its thread or the machine was held up, the rest is owed: later
 * tasks pay that bit by bit, so that the next one does not wait for many rounds. Guarded
 * by the lock of {@link OrderedTasks}.
 *
 * @see <a href="https://doi.org/10.1109/90.649569">Goyal, Vin, Cheng: Start-time fair
 * queueing</a>
 */
final class TaskShare {

	/**
	 * Shares by their virtual time. Of two with the same the newer one goes first: it has
	 * had nothing yet.
	 */
	static final Comparator<TaskShare> BY_VIRTUAL_TIME = Comparator
		.comparingLong((TaskShare share) -> share.virtualTime)
		.thenComparing(Comparator.comparingLong((TaskShare share) -> share.number).reversed());

	private static final int AVERAGED_TASKS = 8;

	// How many usual run times a task counts at most
	private static final int MOST_CHARGED = 2;

	private static final long LEAST_USUAL_NANOS = 1_000;

	private final Object name;

	private final long number;

	// Lanes whose first task may run, on any worker and on one
	private final NavigableSet<TaskLane> free = new TreeSet<>(TaskLane.BY_RANK);

	private final Map<PooledWorker, NavigableSet<TaskLane>> bound = new HashMap<>();

	private long virtualTime;

	private long usualRunNanos;

	private long owedNanos;

	private int queued;

	private int running;

	/**
	 * Create a share.
	 * @param name its name
	 * @param number how many there were before
	 * @param usualRunNanos how long tasks of other shares run
	 */
	TaskShare(Object name, long number, long usualRunNanos) {
		this.name = name;
		this.number = number;
		this.usualRunNanos = Math.max(LEAST_USUAL_NANOS, usualRunNanos);
	}

	Object name() {
		return this.name;
	}

	long virtualTime() {
		return this.virtualTime;
	}

	/**
	 * Begin where the others are, for one that had nothing to do. The time that it left
	 * to them pays what it owes.
	 * @param now the virtual time of the pool
	 */
	void catchUp(long now) {
		long left = now - this.virtualTime;
		if (left > 0) {
			this.virtualTime = now;
			this.owedNanos = Math.max(0, this.owedNanos - left);
		}
	}

	/**
	 * Count the time of a task that starts, as long as its own is not known.
	 * @return what was counted
	 */
	long start() {
		this.queued--;
		this.running++;
		this.virtualTime += this.usualRunNanos;
		return this.usualRunNanos;
	}

	/**
	 * Count the time of a task without order, which is never known.
	 */
	void startPlain() {
		this.virtualTime += this.usualRunNanos;
	}

	/**
	 * Count the time of a task that has ended.
	 * @param charged what was counted when it started
	 * @param runNanos how long it ran, or 0 if it did not begin
	 */
	void end(long charged, long runNanos) {
		this.running--;
		this.virtualTime -= charged;
		if (runNanos > 0) {
			long most = MOST_CHARGED * this.usualRunNanos;
			long due = this.owedNanos + runNanos;
			long paid = Math.min(due, most);
			this.virtualTime += paid;
			this.owedNanos = due - paid;
			long usual = this.usualRunNanos + (Math.min(runNanos, most) - this.usualRunNanos) / AVERAGED_TASKS;
			this.usualRunNanos = Math.max(LEAST_USUAL_NANOS, usual);
		}
	}

	void queued(int change) {
		this.queued += change;
	}

	int queued() {
		return this.queued;
	}

	boolean isIdle() {
		return this.queued == 0 && this.running == 0;
	}

	void list(TaskLane lane) {
		lanes(lane.worker()).add(lane);
		lane.listedIn(this);
	}

	void unlist(TaskLane lane) {
		lane.listedIn(null);
		PooledWorker worker = lane.worker();
		NavigableSet<TaskLane> lanes = lanes(worker);
		lanes.remove(lane);
		if (worker != null && lanes.isEmpty()) {
			this.bound.remove(worker);
		}
	}

	private NavigableSet<TaskLane> lanes(@Nullable PooledWorker worker) {
		return (worker != null) ? this.bound.computeIfAbsent(worker, (key) -> new TreeSet<>(TaskLane.BY_RANK))
				: this.free;
	}

	boolean hasLanes() {
		return !this.free.isEmpty() || !this.bound.isEmpty();
	}

	/**
	 * Return what a worker may run first.
	 * @param worker the worker
	 * @return a listed lane, or {@code null}
	 */
	@Nullable TaskLane first(PooledWorker worker) {
		TaskLane any = (this.free.isEmpty()) ? null : this.free.first();
		NavigableSet<TaskLane> lanes = this.bound.get(worker);
		TaskLane own = (lanes != null) ? lanes.first() : null;
		if (any == null || own == null) {
			return (any != null) ? any : own;
		}
		return (TaskLane.BY_RANK.compare(any, own) < 0) ? any : own;
	}

}

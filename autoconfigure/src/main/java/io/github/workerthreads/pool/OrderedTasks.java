package io.github.workerthreads.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The tasks with an order of their own, and who of them runs next on a worker: the share
 * whose tasks ran least goes first, within it the lowest {@linkplain TaskOrder#rank
 * rank}; tasks of one key run one after the other on the worker that the key belongs to.
 * Thread-safe.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock
final class OrderedTasks {

	private static final Object NO_SHARE = new Object();

	private static final int MOST_IDLE_SHARES = 1024;

	private static final int AVERAGED_TASKS = 64;

	// Those without order, which others take without our lock
	private final Queue<Task> plain;

	private final Lock lock = new ReentrantLock();

	// Written under the lock, and read without. All else is guarded by it
	private volatile int size;

	private final Map<Object, TaskShare> shares = new HashMap<>();

	// Those with a lane whose first task may run
	private final TreeSet<TaskShare> waiting = new TreeSet<>(TaskShare.BY_VIRTUAL_TIME);

	// Those with nothing to do, which may still owe something, the oldest first
	private final Map<Object, TaskShare> idle = new LinkedHashMap<>();

	private final Map<Object, TaskLane> lanesByKey = new HashMap<>();

	private final Map<Task, TaskLane> lanesOfOne = new HashMap<>();

	private final Map<Task, Running> running = new HashMap<>();

	private List<PooledWorker> workers = List.of();

	private long virtualTime;

	// Of all tasks with an order
	private long usualRunNanos = 1_000_000;

	private long lastShare;

	OrderedTasks(Queue<Task> plain) {
		this.plain = plain;
	}

	/**
	 * Return how many tasks wait.
	 * @return the number of tasks
	 */
	int size() {
		return this.size;
	}

	/**
	 * Add a task, unless its share has more than its part of the room. What a share may
	 * have waiting shrinks with the room that is left, so that some is left for others.
	 * @param task the task
	 * @param room how many more tasks may wait
	 * @return whether the task was added
	 * @see <a href="https://doi.org/10.1109/90.664262">Choudhury, Hahne: Dynamic queue
	 * length thresholds</a>
	 */
	boolean offer(Task task, int room) {
		return locked(() -> {
			TaskOrder order = order(task);
			TaskShare share = (order.share() != null) ? this.shares.get(order.share()) : null;
			if (share != null && share.queued() >= room) {
				return false;
			}
			TaskLane lane = (order.key() != null) ? this.lanesByKey.computeIfAbsent(order.key(), TaskLane::new)
					: new TaskLane(null);
			lane.add(task);
			enter(task, lane);
			return true;
		});
	}

	/**
	 * Put a task back that was taken but has not begun, ahead of the others of its key.
	 * @param task the task
	 * @return whether it waits now; not if it has ended meanwhile
	 */
	boolean putBack(Task task) {
		return locked(() -> {
			Running taken = this.running.remove(task);
			if (taken != null) {
				end(taken, 0);
				taken.lane().putBack(task);
				enter(task, taken.lane());
			}
			return taken != null;
		});
	}

	private void enter(Task task, TaskLane lane) {
		TaskShare share = share(order(task).share());
		if (share.isIdle()) {
			this.idle.remove(share.name());
			share.catchUp(this.virtualTime);
		}
		share.queued(1);
		this.size = this.size + 1;
		if (lane.key() == null) {
			this.lanesOfOne.put(task, lane);
		}
		if (lane.listedIn() == null) {
			listIfReady(lane);
		}
	}

	/**
	 * Take what a worker has to run next, of all that wait.
	 * @param worker the worker
	 * @return the task, or {@code null} if there is none for it
	 */
	@Nullable Task poll(PooledWorker worker) {
		return locked(() -> {
			Task plainHead = this.plain.peek();
			Task task = next(worker, plainHead);
			// Others take tasks without order without our lock
			while (task == null && plainHead != null) {
				plainHead = this.plain.peek();
				task = next(worker, plainHead);
			}
			return task;
		});
	}

	private @Nullable Task next(PooledWorker worker, @Nullable Task plainHead) {
		TaskShare none = share(null);
		boolean onlyPlain = plainHead != null && !none.hasLanes();
		if (onlyPlain) {
			none.catchUp(this.virtualTime);
			this.waiting.add(none);
		}
		TaskShare next = null;
		boolean takesPlain = false;
		for (TaskShare share : this.waiting) {
			TaskLane lane = share.first(worker);
			takesPlain = share == none && isBefore(plainHead, lane);
			if (takesPlain || lane != null) {
				next = share;
				break;
			}
		}
		if (onlyPlain) {
			this.waiting.remove(none);
		}
		if (next == null) {
			return null;
		}
		return (takesPlain) ? takePlain(next) : take(next, worker);
	}

	private static boolean isBefore(@Nullable Task plain, @Nullable TaskLane lane) {
		return plain != null && (lane == null || plain.acceptedAt() <= lane.rank());
	}

	private @Nullable Task takePlain(TaskShare share) {
		Task task = this.plain.poll();
		if (task != null) {
			charge(share, share::startPlain);
		}
		return task;
	}

	private Task take(TaskShare share, PooledWorker worker) {
		TaskLane lane = share.first(worker);
		if (lane == null) {
			throw new IllegalStateException("Nothing to take");
		}
		unlist(lane);
		Task task = lane.start();
		this.lanesOfOne.remove(task);
		this.size = this.size - 1;
		this.virtualTime = Math.max(this.virtualTime, share.virtualTime());
		long[] charged = new long[1];
		charge(share, () -> charged[0] = share.start());
		this.running.put(task, new Running(lane, share, charged[0]));
		return task;
	}

	/**
	 * Return whether a worker would get a task now.
	 * @param worker the worker
	 * @return whether there is one for it
	 */
	boolean hasFor(PooledWorker worker) {
		return this.size > 0 && locked(() -> this.waiting.stream().anyMatch((share) -> share.first(worker) != null));
	}

	/**
	 * Note that a task has ended that was taken.
	 * @param task the task
	 * @param runNanos how long it ran
	 */
	void ended(Task task, long runNanos) {
		locked(() -> {
			Running ended = this.running.remove(task);
			if (ended != null) {
				end(ended, runNanos);
				if (runNanos > 0) {
					this.usualRunNanos += (runNanos - this.usualRunNanos) / AVERAGED_TASKS;
				}
				relist(ended.lane());
				forgetIfIdle(ended.share());
			}
			return null;
		});
	}

	private void end(Running ended, long runNanos) {
		charge(ended.share(), () -> ended.share().end(ended.charged(), runNanos));
		ended.lane().end();
	}

	private void relist(TaskLane lane) {
		if (!lane.isEmpty()) {
			if (lane.listedIn() == null) {
				listIfReady(lane);
			}
		}
		else if (lane.key() != null && !lane.isRunning()) {
			this.lanesByKey.remove(lane.key());
		}
	}

	/**
	 * Remove a task that waits.
	 * @param task the task
	 * @return whether it waited
	 */
	boolean remove(Task task) {
		return locked(() -> {
			Object key = order(task).key();
			TaskLane lane = (key != null) ? this.lanesByKey.get(key) : this.lanesOfOne.remove(task);
			if (lane == null || !lane.contains(task)) {
				return false;
			}
			unlist(lane);
			lane.remove(task);
			relist(lane);
			TaskShare share = share(order(task).share());
			share.queued(-1);
			this.size = this.size - 1;
			forgetIfIdle(share);
			return true;
		});
	}

	/**
	 * Let keys belong to other workers, each to the one that it suits best: few of them
	 * move when one worker comes or goes.
	 * @param workers tells which workers take tasks
	 * @return the tasks that had to run on one that is not among them
	 * @see <a href="https://doi.org/10.1109/90.663936">Thaler, Ravishankar: Using
	 * name-based mappings to increase hit rates</a>
	 */
	List<Task> assignTo(Supplier<List<PooledWorker>> workers) {
		return locked(() -> {
			// Asked under the lock, so that the last who comes brings the latest answer
			this.workers = workers.get();
			for (TaskLane lane : this.lanesByKey.values()) {
				if (lane.listedIn() != null) {
					unlist(lane);
					listIfReady(lane);
				}
			}
			List<Task> orphans = new ArrayList<>();
			for (Task task : this.lanesOfOne.keySet()) {
				PooledWorker worker = order(task).worker();
				if (worker != null && !this.workers.contains(worker)) {
					orphans.add(task);
				}
			}
			return orphans;
		});
	}

	/**
	 * Return the tasks that wait.
	 * @return a copy, in no particular order
	 */
	List<Task> all() {
		return locked(() -> {
			List<Task> all = new ArrayList<>(this.lanesOfOne.keySet());
			this.lanesByKey.values().forEach((lane) -> lane.tasks().forEach(all::add));
			return all;
		});
	}

	/**
	 * Return how many shares, keys and tasks are remembered.
	 * @return the number of entries
	 */
	int footprint() {
		return locked(() -> this.shares.size() + this.idle.size() + this.waiting.size() + this.lanesByKey.size()
				+ this.lanesOfOne.size() + this.running.size());
	}

	private void listIfReady(TaskLane lane) {
		if (lane.isRunning() || lane.isEmpty()) {
			return;
		}
		TaskOrder order = order(lane.head());
		PooledWorker worker = order.worker();
		lane.list(order, (worker == null && lane.key() != null) ? ownerOf(lane.key()) : worker);
		TaskShare share = share(order.share());
		if (!share.hasLanes()) {
			this.waiting.add(share);
		}
		share.list(lane);
	}

	private void unlist(TaskLane lane) {
		TaskShare share = lane.listedIn();
		if (share != null) {
			share.unlist(lane);
			if (!share.hasLanes()) {
				this.waiting.remove(share);
			}
		}
	}

	// The set is sorted by what this changes
	private void charge(TaskShare share, Runnable change) {
		boolean listed = this.waiting.remove(share);
		change.run();
		if (listed) {
			this.waiting.add(share);
		}
	}

	private TaskShare share(@Nullable Object name) {
		return this.shares.computeIfAbsent((name != null) ? name : NO_SHARE,
				(key) -> new TaskShare(key, ++this.lastShare, this.usualRunNanos));
	}

	// A share that has had much must not get more by being forgotten, so that the oldest
	// go first
	private void forgetIfIdle(TaskShare share) {
		if (!share.isIdle()) {
			return;
		}
		this.idle.put(share.name(), share);
		Iterator<TaskShare> oldest = this.idle.values().iterator();
		while (this.idle.size() > MOST_IDLE_SHARES && oldest.hasNext()) {
			this.shares.remove(oldest.next().name());
			oldest.remove();
		}
	}

	private @Nullable PooledWorker ownerOf(Object key) {
		PooledWorker owner = null;
		long best = Long.MIN_VALUE;
		for (PooledWorker worker : this.workers) {
			long weight = mix(key.hashCode() * 0x9E3779B97F4A7C15L ^ worker.id());
			if (owner == null || weight > best) {
				owner = worker;
				best = weight;
			}
		}
		return owner;
	}

	// The finalizer of SplitMix64
	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

	private static TaskOrder order(Task task) {
		TaskOrder order = task.order();
		if (order == null) {
			throw new IllegalArgumentException("Task without order");
		}
		return order;
	}

	private <T extends @Nullable Object> T locked(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A task that was taken.
	 *
	 * @param lane the lane that it is of
	 * @param share the share that it is of
	 * @param charged what was counted for it when it started
	 */
	private record Running(TaskLane lane, TaskShare share, long charged) {

	}

}

package io.github.workerthreads.pool;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.WorkerState;

/**
 * Brings the workers of a pool in line with what is wanted: whatever changes, it is noted
 * under the lock, and {@link #adjust()} takes the steps that follow from it. Nothing else
 * starts, promotes or dismisses workers. Steps are decided under the lock and taken
 * outside of it, since they call the rung, the dispatcher and listeners. Thread-safe.
 */
final class WorkerStaffing {

	private final DefaultWorkerPool pool;

	private final WorkerRoster roster;

	private final WorkerSizing sizing;

	// Guards all changes of the roster, the sizing, and the following fields
	private final Lock lock = new ReentrantLock();

	private final RestartLimiter limiter;

	private final Recycling recycling = new Recycling();

	private final StaffingPlan plan;

	private boolean closed;

	// Whether the current thread takes steps already: what they lead to is seen by it
	private final ThreadLocal<Boolean> adjusting = new ThreadLocal<>();

	// These are written under the lock and read by everybody
	private volatile int starting;

	private volatile boolean growing;

	private volatile boolean trimming;

	private volatile boolean attentive;

	WorkerStaffing(DefaultWorkerPool pool, WorkerRoster roster, WorkerRuntime runtime) {
		this.pool = pool;
		this.roster = roster;
		this.sizing = new WorkerSizing(pool.options());
		this.limiter = new RestartLimiter(pool.options().restart(), () -> ThreadLocalRandom.current().nextDouble());
		this.plan = new StaffingPlan(pool, this, roster, runtime, this.sizing, this.limiter, this.recycling);
	}

	DefaultWorkerPool pool() {
		return this.pool;
	}

	WorkerSizing sizing() {
		return this.sizing;
	}

	/**
	 * Return how many serving workers are starting: each takes a task as soon as it is
	 * up.
	 * @return the number of workers
	 */
	int starting() {
		return this.starting;
	}

	/**
	 * Return whether a worker can be started for a task that finds none.
	 * @return whether the pool may grow
	 */
	boolean mayGrow() {
		return this.growing;
	}

	/**
	 * Return whether workers that idle for long are to end.
	 * @return whether there are more than the least
	 */
	boolean isTrimming() {
		return this.trimming;
	}

	/**
	 * Return whether a call is to be looked at once more after it was accepted: a worker
	 * may have to be started for it, or the pool has failed.
	 * @return whether to look; never in a healthy pool with all workers
	 */
	boolean isAttentive() {
		return this.attentive;
	}

	@Nullable PoolFailure failure() {
		return this.limiter.failure();
	}

	RestartState restartState() {
		this.lock.lock();
		try {
			return this.limiter.state(this.pool.now());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take all steps that are due.
	 */
	void adjust() {
		if (this.adjusting.get() != null) {
			return;
		}
		this.adjusting.set(true);
		try {
			Runnable step = decide();
			while (step != null) {
				step.run();
				step = decide();
			}
		}
		finally {
			this.adjusting.remove();
		}
	}

	private @Nullable Runnable decide() {
		this.lock.lock();
		try {
			Runnable step = (!this.closed) ? this.plan.next() : null;
			publish();
			return step;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isActive() {
		return !this.closed && this.limiter.failure() == null;
	}

	private void publish() {
		long now = this.pool.now();
		this.starting = this.roster.starting();
		this.growing = isActive() && this.sizing.mayGrow() && this.limiter.due() == Task.NEVER;
		this.attentive = this.growing || this.limiter.failure() != null;
		boolean trims = isActive() && this.sizing.mayShrink() && !this.pool.options().idleTimeout().isZero();
		if (trims && !this.trimming) {
			this.roster.serving().forEach((worker) -> worker.idleSince(now));
			this.pool.watch(Durations.saturatedSum(now, idleNanos()));
		}
		this.trimming = trims;
		this.pool.watch(this.limiter.due());
	}

	/**
	 * Let a worker go that has ended its task, if it is to go. Another one takes its
	 * place before it ends.
	 * @param worker the worker
	 * @return whether it goes; if not, it serves on
	 */
	boolean leave(PooledWorker worker) {
		this.lock.lock();
		try {
			Retirement retirement = worker.duty().dueRetirement(worker.tasksDone());
			if (retirement == null || !mayGo(retirement) || !worker.leave(WorkerState.BUSY, retirement)) {
				return false;
			}
			this.roster.leave(worker, this.pool.now());
		}
		finally {
			this.lock.unlock();
		}
		adjust();
		worker.end();
		return true;
	}

	// A pool that has failed could not replace it
	private boolean mayGo(Retirement retirement) {
		return isActive() || (!this.closed && !retirement.cause().isReplaced());
	}

	/**
	 * Take one of the workers that are not needed out of service.
	 * @param worker a worker that has idled for long; it stays if it is needed or not
	 * idle any more
	 */
	void leaveIdle(PooledWorker worker) {
		Runnable step = null;
		this.lock.lock();
		try {
			if (isActive() && this.sizing.shrink()) {
				step = this.plan.leaveIdle(worker,
						new Retirement(EndingCause.IDLE, "idled for " + Durations.text(idleNanos())));
				if (step == null) {
					this.sizing.grow();
				}
				publish();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (step != null) {
			step.run();
		}
	}

	long idleNanos() {
		return Durations.saturatedNanos(this.pool.options().idleTimeout());
	}

	/**
	 * Have one more worker.
	 * @return whether there may be one more
	 */
	boolean grow() {
		if (!this.growing || !growNow()) {
			return false;
		}
		adjust();
		return true;
	}

	private boolean growNow() {
		this.lock.lock();
		try {
			return isActive() && this.limiter.due() == Task.NEVER && this.sizing.grow();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Have as many more workers as there are tasks that find none.
	 */
	void growToDemand() {
		// Within a step the workers that are starting are not counted yet
		boolean grows = this.growing && this.adjusting.get() == null;
		while (grows && lacksWorker()) {
			// Tasks and workers are looked at one after the other: that they lack each
			// other is certain only if no task was taken meanwhile
			long left = this.pool.queue().left();
			if (lacksWorker() && this.pool.queue().left() == left) {
				grows = grow();
			}
		}
	}

	private boolean lacksWorker() {
		return this.pool.dispatcher().lacksWorker(this.starting) && !this.roster.hasIdle();
	}

	void resize(int size) {
		change(() -> this.sizing.resize(size, this.pool.now()));
	}

	void resize(int minSize, int size) {
		change(() -> this.sizing.resize(minSize, size, this.pool.now()));
	}

	/**
	 * Replace workers one after the other.
	 * @param workers the workers
	 * @param reason why, for people
	 */
	void recycle(Iterable<PooledWorker> workers, String reason) {
		change(() -> workers.forEach((worker) -> this.recycling.add(worker, reason)));
	}

	/**
	 * Start workers again if the pool has failed.
	 */
	void resume() {
		change(() -> {
			if (this.limiter.failure() != null) {
				this.limiter.reset();
				this.recycling.clear();
			}
		});
	}

	/**
	 * Take up the staffing of a pool that was closed, as if it were new. No worker is
	 * started before {@link #adjust()}.
	 */
	void open() {
		this.lock.lock();
		try {
			this.closed = false;
			this.limiter.reset();
			this.recycling.clear();
			this.sizing.reset();
			publish();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Start no workers any more.
	 */
	void close() {
		change(() -> this.closed = true);
	}

	private void change(Runnable change) {
		this.lock.lock();
		try {
			change.run();
		}
		finally {
			this.lock.unlock();
		}
		adjust();
		growToDemand();
	}

	/**
	 * Start what was held back, once that is due.
	 * @param now the time on the pool's clock
	 * @return when it is due, or {@link Task#NEVER}
	 */
	long retry(long now) {
		long due = due();
		if (due > now) {
			return due;
		}
		adjust();
		return due();
	}

	private long due() {
		this.lock.lock();
		try {
			return this.limiter.due();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Give up on a worker; {@link #departed} follows.
	 * @param worker the worker
	 * @return whether it was given up on; if not, it has ended
	 */
	boolean abandon(PooledWorker worker) {
		this.roster.beginAbandon(worker);
		if (worker.abandon()) {
			return true;
		}
		this.roster.cancelAbandon(worker);
		return false;
	}

	/**
	 * Take a worker off the roster that has ended or was given up on, and count it if it
	 * died: both at once, so that nobody fills its place in between.
	 * @param worker the worker
	 * @param death how it died, or {@code null} if it did not
	 * @return whether the pool has failed by it
	 */
	boolean departed(PooledWorker worker, @Nullable Death death) {
		this.lock.lock();
		try {
			long now = this.pool.now();
			this.roster.remove(worker, now);
			boolean fails = death != null && !this.closed
					&& this.limiter.died(now, worker.wasOfUse(), death.text(), death.failure());
			// Callers must see that before the queue is emptied
			publish();
			return fails;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether workers that end are replaced.
	 * @return whether the pool neither closes nor has failed
	 */
	boolean replaces() {
		this.lock.lock();
		try {
			return isActive();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How a worker died.
	 *
	 * @param text which worker died and why, for people
	 * @param failure what ended it, or {@code null}
	 */
	record Death(String text, @Nullable Throwable failure) {

	}

}

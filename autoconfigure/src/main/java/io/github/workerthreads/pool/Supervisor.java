package io.github.workerthreads.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.workerthreads.worker.WorkerState;

/**
 * Looks at what is due in a pool: queue timeouts, timeouts, the end of graces, restarts.
 * It keeps no timer per task: it looks at the workers and at the queue when the earliest
 * deadline that it was told of has come, and sleeps until then.
 */
final class Supervisor implements Runnable {

	private static final Logger logger = System.getLogger(Supervisor.class.getName());

	// How often a body that was asked to stop is interrupted again
	private static final long INTERRUPT_INTERVAL_NANOS = 20_000_000;

	private final DefaultWorkerPool pool;

	private final Thread thread;

	// When to look next. Lowered by who adds a deadline, raised only by this thread when
	// it
	// looks, so that a task that starts costs a wake-up only if nothing earlier is due
	private final AtomicLong alarm = new AtomicLong(Task.NEVER);

	private final BlockedTaskLog blocked;

	private final WorkerRetirement retirement;

	private volatile boolean stopped;

	Supervisor(DefaultWorkerPool pool) {
		this.pool = pool;
		this.blocked = new BlockedTaskLog(pool);
		this.retirement = new WorkerRetirement(pool, pool.roster(), pool.staffing());
		this.thread = new Thread(null, this, "worker-" + pool.name() + "-supervisor", 0, false);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
		watch(this.blocked.looked(this.pool.now()));
	}

	void stop() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * See to it that this supervisor looks at the given time or earlier.
	 * @param deadline the time on the pool's clock
	 */
	void watch(long deadline) {
		long current = this.alarm.get();
		while (deadline < current) {
			if (this.alarm.compareAndSet(current, deadline)) {
				wake();
				return;
			}
			current = this.alarm.get();
		}
	}

	private void wake() {
		if (Thread.currentThread() != this.thread) {
			LockSupport.unpark(this.thread);
		}
	}

	@Override
	public void run() {
		while (!this.stopped) {
			long now = this.pool.now();
			long due = this.alarm.get();
			if (now < due) {
				sleep(now, due);
			}
			else {
				lookSafely(now);
			}
		}
	}

	private void sleep(long now, long due) {
		if (due == Task.NEVER) {
			LockSupport.park(this);
		}
		else {
			LockSupport.parkNanos(this, due - now);
		}
	}

	private void lookSafely(long now) {
		// Reset before looking: what is added while this looks sets the alarm itself
		this.alarm.set(Task.NEVER);
		try {
			watch(look(now));
		}
		catch (Throwable ex) {
			logger.log(Level.ERROR, "Supervision of pool '%s' failed, it goes on".formatted(this.pool.name()), ex);
			watch(now + INTERRUPT_INTERVAL_NANOS);
		}
	}

	/**
	 * Act on everything that is due. One thread at a time does.
	 * @param now the time on the pool's clock
	 * @return when to look again, or {@link Task#NEVER}
	 */
	synchronized long look(long now) {
		long next = lookAtQueue(now);
		for (PooledWorker worker : this.pool.roster().live()) {
			next = Math.min(next, lookAtWorker(worker, now));
		}
		next = Math.min(next, this.blocked.looked(now));
		next = Math.min(next, this.pool.staffing().retry(now));
		next = Math.min(next, this.retirement.look(now));
		next = Math.min(next, this.pool.dispatcher().look(now));
		this.pool.staffing().growToDemand();
		return next;
	}

	private long lookAtQueue(long now) {
		long[] next = { Task.NEVER };
		this.pool.queue().forEach((task) -> {
			long deadline = task.queueDeadline();
			if (deadline <= now) {
				task.requestStop(StopCause.TIMEOUT, false);
			}
			else {
				next[0] = Math.min(next[0], deadline);
			}
		});
		return next[0];
	}

	private long lookAtWorker(PooledWorker worker, long now) {
		if (worker.state() == WorkerState.STARTING && now >= worker.startDeadline()) {
			String limit = Durations.text(Durations.saturatedNanos(this.pool.options().startTimeout()));
			terminate(worker, "was not ready within its start-timeout of " + limit, this.pool.graceNanos());
		}
		long graceEnds = worker.graceEnds();
		if (now >= graceEnds) {
			long killEnds = worker.kill(now);
			if (now < killEnds) {
				return killEnds;
			}
			this.pool.endings().abandon(worker);
			return Task.NEVER;
		}
		long next = graceEnds;
		if (worker.state() == WorkerState.STARTING) {
			next = Math.min(next, worker.startDeadline());
		}
		Task task = worker.task();
		if (task == null) {
			return next;
		}
		next = Math.min(next, this.blocked.look(worker, task, now));
		return Math.min(next, lookAtTask(task, worker, now));
	}

	private long lookAtTask(Task task, PooledWorker worker, long now) {
		long deadline = task.runDeadline();
		if (task.isStopping()) {
			if (now >= deadline && worker.state().serves()) {
				escalate(task, worker);
				return now;
			}
			task.interruptAgain();
			return now + INTERRUPT_INTERVAL_NANOS;
		}
		if (now >= deadline) {
			task.requestStop(StopCause.TIMEOUT, true);
			return now + INTERRUPT_INTERVAL_NANOS;
		}
		return deadline;
	}

	private void escalate(Task task, PooledWorker worker) {
		boolean canStop = this.pool.capabilities().terminatesRunawayCode();
		long grace = (canStop) ? Durations.saturatedNanos(this.pool.options().terminateGrace()) : 0;
		terminate(worker, "task '%s' did not answer to the interrupt".formatted(task.name()), grace);
	}

	private void terminate(PooledWorker worker, String reason, long grace) {
		worker.terminate(new Retirement(EndingCause.DEATH, reason), StopCause.TERMINATE, grace);
	}

}

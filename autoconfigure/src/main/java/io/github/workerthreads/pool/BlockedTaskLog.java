package io.github.workerthreads.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Log of tasks that run for long, each with its worker's stack and once per period, as
 * Vert.x's blocked thread checker has it. It needs no timer per task: who looks once per
 * period finds every task before its first period is over, and is told when that is. For
 * the {@link Supervisor} only.
 */
final class BlockedTaskLog {

	private static final Logger logger = System.getLogger(BlockedTaskLog.class.getName());

	private final DefaultWorkerPool pool;

	private final long period;

	private long lookedAt;

	BlockedTaskLog(DefaultWorkerPool pool) {
		this.pool = pool;
		this.period = Durations.saturatedNanos(pool.options().blockedAfter());
	}

	/**
	 * Log a task if another period of it is over.
	 * @param worker the worker
	 * @param task the task that the worker has
	 * @param now the time on the pool's clock
	 * @return when the next period is over, or {@link Task#NEVER}
	 */
	long look(PooledWorker worker, Task task, long now) {
		if (this.period == 0 || !task.hasBegun()) {
			return Task.NEVER;
		}
		long startedAt = task.startedAt();
		long periods = (now - startedAt) / this.period;
		if (periods > Math.max(0, this.lookedAt - startedAt) / this.period) {
			log(worker, task, now - startedAt);
		}
		return Durations.saturatedSum(startedAt, Durations.saturatedProduct(this.period, periods + 1));
	}

	/**
	 * Note that all workers were looked at.
	 * @param now the time on the pool's clock at which that began
	 * @return when to look again, or {@link Task#NEVER}
	 */
	long looked(long now) {
		this.lookedAt = Math.max(this.lookedAt, now);
		return (this.period != 0) ? Durations.saturatedSum(now, this.period) : Task.NEVER;
	}

	private void log(PooledWorker worker, Task task, long elapsed) {
		Throwable stack = new Throwable("Stack of worker '%s'".formatted(worker.name()));
		stack.setStackTrace(worker.stackTrace());
		logger.log(Level.WARNING,
				"Task '%s' of pool '%s' has been running on worker '%s' for %s (worker-threads.pools.%s.blocked-after is %s)"
					.formatted(task.name(), this.pool.name(), worker.name(), Durations.text(elapsed), this.pool.name(),
							Durations.text(this.period)),
				stack);
	}

}

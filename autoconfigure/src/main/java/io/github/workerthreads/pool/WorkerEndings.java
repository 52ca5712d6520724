package io.github.workerthreads.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.pool.WorkerStaffing.Death;
import io.github.workerthreads.worker.WorkerState;

/**
 * What follows from the end of a worker, or from giving up on one: it is told to the
 * journal and the log, a death is counted, and another one takes its place. Thread-safe.
 */
final class WorkerEndings {

	private static final Logger logger = System.getLogger(WorkerEndings.class.getName());

	private final DefaultWorkerPool pool;

	private final WorkerStaffing staffing;

	private final PoolJournal journal;

	WorkerEndings(DefaultWorkerPool pool, WorkerStaffing staffing, PoolJournal journal) {
		this.pool = pool;
		this.staffing = staffing;
		this.journal = journal;
	}

	/**
	 * Give up on a worker that was asked to end and did not.
	 * @param worker the worker
	 */
	void abandon(PooledWorker worker) {
		if (!this.staffing.abandon(worker)) {
			return;
		}
		this.journal.workerAbandoned();
		String reason = reasonOf(worker, null);
		logger.log(Level.WARNING, "Worker '%s' is abandoned and may still run (%s). %s".formatted(worker.name(), reason,
				AbandonedWork.remedy(this.pool.name(), this.pool.capabilities())));
		departed(worker, WorkerState.ABANDONED, reason, null);
		worker.settleAbandoned();
	}

	/**
	 * Note that nothing of a worker runs any more.
	 * @param worker the worker
	 * @param previous its state before
	 * @param failure what ended it, or {@code null}
	 */
	void ended(PooledWorker worker, WorkerState previous, @Nullable Throwable failure) {
		// On the worker's own thread, where it is one
		Duration cpuTime = (previous != WorkerState.STARTING) ? worker.cpuTime() : null;
		end(worker, previous, failure);
		this.pool.roster().addCpuTime(cpuTime);
	}

	private void end(PooledWorker worker, WorkerState previous, @Nullable Throwable failure) {
		if (previous == WorkerState.ABANDONED) {
			this.staffing.departed(worker, null);
			logger.log(Level.INFO, "Abandoned worker '%s' has ended".formatted(worker.name()));
			tell(worker, worker.state(), "ended by itself after it was abandoned", false);
			return;
		}
		if (worker.state() == WorkerState.FAILED) {
			logger.log(Level.ERROR, "Worker '%s' failed".formatted(worker.name()), failure);
		}
		departed(worker, worker.state(), reasonOf(worker, failure), failure);
	}

	private void departed(PooledWorker worker, WorkerState state, String reason, @Nullable Throwable failure) {
		EndingCause cause = causeOf(worker);
		Death death = (isDeath(state, cause)) ? new Death("worker '%s': %s".formatted(worker.name(), reason), failure)
				: null;
		boolean fails = this.staffing.departed(worker, death);
		this.pool.dispatcher().forgetEnded();
		this.pool.workersChanged();
		tell(worker, state, reason, cause.isReplaced() && this.staffing.replaces());
		if (fails) {
			this.pool.failed();
		}
		this.staffing.adjust();
		this.staffing.growToDemand();
	}

	private void tell(PooledWorker worker, WorkerState state, String reason, boolean replaced) {
		this.journal.workerEnded(new WorkerEnding(worker.name(), state, Instant.now(), causeOf(worker), reason),
				replaced);
	}

	private static boolean isDeath(WorkerState state, EndingCause cause) {
		return cause == EndingCause.DEATH || (state == WorkerState.ABANDONED && cause != EndingCause.SHUTDOWN);
	}

	private static EndingCause causeOf(PooledWorker worker) {
		TerminationRequest termination = worker.termination();
		return (termination != null) ? termination.cause() : EndingCause.DEATH;
	}

	private static String reasonOf(PooledWorker worker, @Nullable Throwable failure) {
		TerminationRequest termination = worker.termination();
		if (termination != null) {
			return termination.reason();
		}
		return (failure != null) ? failure.toString() : "ended by itself";
	}

}

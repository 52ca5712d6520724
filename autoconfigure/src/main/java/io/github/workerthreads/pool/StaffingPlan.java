package io.github.workerthreads.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.WorkerState;

/**
 * Compares the workers of a pool with those that are wanted, and says what to do next.
 * What it decides is done to the roster at once; what remains is a step for its caller,
 * since it calls the rung and the dispatcher. Guarded by the lock of
 * {@link WorkerStaffing}.
 */
final class StaffingPlan {

	private static final Logger logger = System.getLogger(StaffingPlan.class.getName());

	private static final Retirement SMALLER = new Retirement(EndingCause.RESIZE, "the pool was made smaller");

	private static final Retirement SURPLUS = new Retirement(EndingCause.RESIZE, "the spare was not needed any more");

	private final DefaultWorkerPool pool;

	private final WorkerStaffing staffing;

	private final WorkerRoster roster;

	private final WorkerSizing sizing;

	private final RestartLimiter limiter;

	private final Recycling recycling;

	private final WorkerFactory factory;

	StaffingPlan(DefaultWorkerPool pool, WorkerStaffing staffing, WorkerRoster roster, WorkerRuntime runtime,
			WorkerSizing sizing, RestartLimiter limiter, Recycling recycling) {
		this.pool = pool;
		this.staffing = staffing;
		this.roster = roster;
		this.sizing = sizing;
		this.limiter = limiter;
		this.recycling = recycling;
		this.factory = new WorkerFactory(pool, runtime);
	}

	/**
	 * Decide what to do next.
	 * @return the step to take, or {@code null} if the workers are those that are wanted
	 */
	@Nullable Runnable next() {
		Runnable leaving = letRetiredGo();
		if (leaving != null) {
			return leaving;
		}
		int missing = this.sizing.wanted() - this.roster.staying();
		if (this.limiter.failure() != null) {
			return (missing < 0) ? dismiss() : null;
		}
		int wantedSpares = wantedSpares();
		int spares = this.roster.stayingSpares();
		Runnable step = null;
		if (missing < 0) {
			step = dismiss();
		}
		else if (missing > 0) {
			step = fillIn();
		}
		else {
			step = (spares > wantedSpares) ? dismissSpare() : replaceEnding();
		}
		// What has not ended yet counts as a spare: there are never more than both at a
		// time
		int missingSpares = wantedSpares - spares - this.roster.handedOver();
		if (step == null && this.limiter.mayStart(Math.max(0, missing) + Math.max(0, missingSpares), this.pool.now())) {
			step = start(missing <= 0);
		}
		return (step != null) ? step : recycleNext();
	}

	// What was decided is done already
	private static void lookAgain() {
	}

	private int wantedSpares() {
		boolean recycles = this.recycling.next(this.roster.serving()) != null;
		return Math.max(this.pool.options().warmSpares(), (recycles) ? 1 : 0);
	}

	// One that was claimed while it was asked to end, but got no task, did not see that
	private @Nullable Runnable letRetiredGo() {
		for (PooledWorker worker : this.roster.serving()) {
			Retirement retirement = worker.duty().retirement();
			Runnable step = (retirement != null && !retirement.cause().isReplaced()) ? leaveIdle(worker, retirement)
					: null;
			if (step != null) {
				return step;
			}
		}
		return null;
	}

	// Idle ones first, then the youngest
	private @Nullable Runnable dismiss() {
		PooledWorker youngest = null;
		for (PooledWorker worker : this.roster.serving()) {
			Runnable step = leaveIdle(worker, SMALLER);
			if (step != null) {
				return step;
			}
			youngest = (worker.duty().retiresFor(EndingCause.RESIZE)) ? youngest : worker;
		}
		if (youngest == null) {
			return null;
		}
		youngest.duty().retire(SMALLER);
		Runnable step = leaveIdle(youngest, SMALLER);
		return (step != null) ? step : StaffingPlan::lookAgain;
	}

	private @Nullable Runnable dismissSpare() {
		PooledWorker spare = this.roster.bestSpare();
		if (spare == null) {
			return null;
		}
		spare.duty().retire(SURPLUS);
		Runnable step = leaveIdle(spare, SURPLUS);
		return (step != null) ? step : StaffingPlan::lookAgain;
	}

	/**
	 * Take a worker out of service if it idles.
	 * @param worker the worker
	 * @param retirement why
	 * @return the step by which it ends, or {@code null} if it does not idle
	 */
	@Nullable Runnable leaveIdle(PooledWorker worker, Retirement retirement) {
		if (!worker.leave(WorkerState.IDLE, retirement)) {
			return null;
		}
		this.roster.leave(worker, this.pool.now());
		return worker::end;
	}

	// One that was to leave stays, or a spare takes over
	private @Nullable Runnable fillIn() {
		for (PooledWorker worker : this.roster.serving()) {
			if (worker.duty().retiresFor(EndingCause.RESIZE)) {
				worker.duty().stay();
				return StaffingPlan::lookAgain;
			}
		}
		PooledWorker spare = this.roster.bestSpare();
		if (spare == null) {
			return null;
		}
		this.roster.serve(spare);
		return spare::serve;
	}

	// Where the rung stops runaway code, a spare does not wait for the end of a worker
	private @Nullable Runnable replaceEnding() {
		PooledWorker ending = (this.pool.capabilities().terminatesRunawayCode()) ? this.roster.ending() : null;
		PooledWorker spare = (ending != null) ? this.roster.readySpare() : null;
		if (ending == null || spare == null) {
			return null;
		}
		ending.duty().handOver();
		this.roster.serve(spare);
		return spare::serve;
	}

	private Runnable start(boolean spare) {
		PooledWorker worker;
		try {
			worker = this.factory.create(this.staffing, spare);
		}
		catch (RuntimeException | Error ex) {
			return notCreated(ex);
		}
		this.roster.add(worker, spare);
		return () -> {
			this.pool.watch(worker.startDeadline());
			this.pool.journal().workerStarted(worker.name());
			worker.start();
		};
	}

	private Runnable notCreated(Throwable failure) {
		boolean fails = this.limiter.died(this.pool.now(), false, "no worker could be created: " + failure, failure);
		return () -> {
			logger.log(Level.ERROR, "No worker of pool '%s' could be created".formatted(this.pool.name()), failure);
			if (fails) {
				this.pool.failed();
			}
		};
	}

	private @Nullable Runnable recycleNext() {
		PooledWorker next = this.recycling.next(this.roster.serving());
		if (next == null || this.roster.readySpare() == null) {
			return null;
		}
		boolean begins = !next.duty().isRetiring();
		if (begins) {
			this.recycling.begin(next);
		}
		Retirement retirement = next.duty().retirement();
		Runnable step = (retirement != null) ? leaveIdle(next, retirement) : null;
		return (step != null || !begins) ? step : StaffingPlan::lookAgain;
	}

}

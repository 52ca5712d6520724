package io.github.workerthreads.actuate;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.PoolStatus;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.worker.WorkerState;

/**
 * {@link HealthIndicator} of one {@link WorkerPool}, with the reasons of what it says.
 * <ul>
 * <li>{@code OUT_OF_SERVICE}: somebody took it out: it is paused, closing or closed.</li>
 * <li>{@code DOWN}: it has no worker that could serve a call.</li>
 * <li>{@code UP} otherwise. Abandoned workers are a reason to look, not to be down: they
 * are replaced, so the pool serves at its full size, and taking the application out of
 * traffic would not stop them. Alarms on them belong to the gauge
 * {@code workers.abandoned}.</li>
 * </ul>
 * Thread-safe.
 */
public class WorkerPoolHealthIndicator extends AbstractHealthIndicator {

	private final WorkerPool pool;

	/**
	 * Create an indicator.
	 * @param pool the pool to look at
	 */
	public WorkerPoolHealthIndicator(WorkerPool pool) {
		super("Worker pool '%s' could not be looked at".formatted(pool.name()));
		this.pool = pool;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		PoolSnapshot snapshot = this.pool.snapshot();
		builder.status(status(snapshot))
			.withDetail("workers", live(snapshot))
			.withDetail("size", snapshot.options().size())
			.withDetail("queued", snapshot.queued())
			.withDetail("abandoned", snapshot.abandoned().size());
		List<String> reasons = reasons(snapshot);
		if (!reasons.isEmpty()) {
			builder.withDetail("reasons", reasons);
		}
	}

	private Status status(PoolSnapshot snapshot) {
		if (snapshot.status() != PoolStatus.RUNNING) {
			return Status.OUT_OF_SERVICE;
		}
		return (live(snapshot) > 0) ? Status.UP : Status.DOWN;
	}

	private List<String> reasons(PoolSnapshot snapshot) {
		List<String> reasons = new ArrayList<>();
		switch (snapshot.status()) {
			case PAUSED -> reasons.add("paused: calls wait until the pool is resumed");
			case DRAINING -> reasons.add("draining: accepts no calls until the pool is resumed");
			case CLOSING -> reasons.add("closing: accepts no calls");
			case CLOSED -> reasons.add("closed: accepts no calls");
			case RUNNING -> {
				if (live(snapshot) == 0) {
					reasons.add("no live worker");
				}
			}
		}
		if (!snapshot.abandoned().isEmpty()) {
			reasons.add(
					"abandoned workers still run: " + snapshot.abandoned().stream().map(WorkerSnapshot::name).toList());
		}
		return reasons;
	}

	private long live(PoolSnapshot snapshot) {
		return snapshot.workers().stream().filter((worker) -> isLive(worker.state())).count();
	}

	private boolean isLive(WorkerState state) {
		return state == WorkerState.STARTING || state == WorkerState.IDLE || state == WorkerState.BUSY;
	}

}

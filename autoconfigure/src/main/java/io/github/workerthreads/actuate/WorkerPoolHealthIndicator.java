package io.github.workerthreads.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.worker.WorkerState;

/**
 * {@link HealthIndicator} of one {@link WorkerPool}, with the reasons of what it says.
 * <ul>
 * <li>{@code OUT_OF_SERVICE}: somebody took it out: it is paused, closing or closed.</li>
 * <li>{@code DOWN}: it has failed, since too many of its workers died, or it has no
 * worker that could serve a call although it should have.</li>
 * <li>{@code UP} otherwise. So is a pool that keeps no worker while there is nothing to
 * do. Abandoned workers are a reason to look, not to be down: they are replaced, so the
 * pool serves at its full size, and taking the application out of traffic would not stop
 * them. The same goes for tasks that run longer than {@code blocked-after}. Alarms on
 * them belong to the gauge {@code workers.abandoned}.</li>
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
			.withDetail("size", snapshot.size())
			.withDetail("spares", snapshot.spares().size())
			.withDetail("queued", snapshot.queued())
			.withDetail("abandoned", snapshot.abandoned().size())
			.withDetail("deaths", snapshot.restart().deaths());
		List<String> reasons = reasons(snapshot);
		if (!reasons.isEmpty()) {
			builder.withDetail("reasons", reasons);
		}
	}

	private Status status(PoolSnapshot snapshot) {
		return switch (snapshot.status()) {
			case PAUSED, DRAINING, CLOSING, CLOSED -> Status.OUT_OF_SERVICE;
			case FAILED -> Status.DOWN;
			case RUNNING -> (lacksWorkers(snapshot)) ? Status.DOWN : Status.UP;
		};
	}

	private boolean lacksWorkers(PoolSnapshot snapshot) {
		return live(snapshot) == 0 && (snapshot.minSize() > 0 || snapshot.queued() > 0);
	}

	private List<String> reasons(PoolSnapshot snapshot) {
		List<String> reasons = new ArrayList<>();
		switch (snapshot.status()) {
			case PAUSED -> reasons.add("paused: calls wait until the pool is resumed");
			case DRAINING -> reasons.add("draining: accepts no calls until the pool is resumed");
			case CLOSING -> reasons.add("closing: accepts no calls");
			case CLOSED -> reasons.add("closed: accepts no calls");
			case FAILED -> reasons.add("failed at %s: %s. Accepts no calls until it is resumed"
				.formatted(snapshot.restart().failedAt(), snapshot.restart().reason()));
			case RUNNING -> {
				if (lacksWorkers(snapshot)) {
					reasons.add("no live worker");
				}
			}
		}
		if (!snapshot.abandoned().isEmpty()) {
			reasons.add(
					"abandoned workers still run: " + snapshot.abandoned().stream().map(WorkerSnapshot::name).toList());
		}
		addBlocked(snapshot, reasons);
		return reasons;
	}

	private void addBlocked(PoolSnapshot snapshot, List<String> reasons) {
		Duration limit = snapshot.options().blockedAfter();
		List<String> blocked = snapshot.workers()
			.stream()
			.filter((worker) -> !limit.isZero() && worker.task() != null
					&& worker.task().elapsed().compareTo(limit) >= 0)
			.map(WorkerSnapshot::name)
			.toList();
		if (!blocked.isEmpty()) {
			reasons.add("workers run a task for longer than blocked-after (%s): %s".formatted(limit, blocked));
		}
	}

	private long live(PoolSnapshot snapshot) {
		return snapshot.workers().stream().filter((worker) -> isLive(worker.state())).count();
	}

	private boolean isLive(WorkerState state) {
		return state == WorkerState.STARTING || state == WorkerState.IDLE || state == WorkerState.BUSY;
	}

}

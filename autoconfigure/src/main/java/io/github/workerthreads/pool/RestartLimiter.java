package io.github.workerthreads.pool;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether and when workers are started after others died, as
 * {@link RestartPolicy} says. Deaths at one time are one step of the growing wait:
 * workers that start together also fail together. Not thread-safe but for
 * {@link #failure()}.
 */
final class RestartLimiter {

	// Up to that part a wait is shorter than the policy says, so that pools which failed
	// together do not start together
	private static final double JITTER = 0.25;

	private static final int MAX_DOUBLINGS = 40;

	private final RestartPolicy policy;

	private final DoubleSupplier random;

	// When workers died, within the window
	private final Deque<Long> deaths = new ArrayDeque<>();

	private int step;

	private long startAt;

	// How many starts wait for that time
	private int heldBack;

	private volatile @Nullable PoolFailure failure;

	RestartLimiter(RestartPolicy policy, DoubleSupplier random) {
		this.policy = policy;
		this.random = random;
	}

	/**
	 * Note that a worker died.
	 * @param now the time on the pool's clock
	 * @param wasOfUse whether it had completed a task
	 * @param reason which worker died and why, for people
	 * @param cause what ended it, or {@code null}
	 * @return whether the pool has failed by that
	 */
	boolean died(long now, boolean wasOfUse, String reason, @Nullable Throwable cause) {
		forget(now);
		this.deaths.addLast(now);
		if (wasOfUse) {
			this.step = 0;
		}
		else {
			holdBack(now);
		}
		if (this.deaths.size() <= this.policy.intensity() || this.failure != null) {
			return false;
		}
		this.failure = new PoolFailure(Instant.now(),
				"%d workers died within %s (restart.intensity is %d), the last one: %s".formatted(this.deaths.size(),
						Durations.text(Durations.saturatedNanos(this.policy.window())), this.policy.intensity(),
						reason),
				cause);
		return true;
	}

	private void forget(long now) {
		long window = Durations.saturatedNanos(this.policy.window());
		while (!this.deaths.isEmpty() && now - this.deaths.getFirst() > window) {
			this.deaths.removeFirst();
		}
	}

	private void holdBack(long now) {
		release(now);
		this.heldBack++;
		if (now < this.startAt) {
			return;
		}
		// The workers that were started last have lived
		if (now - this.startAt > Durations.saturatedNanos(this.policy.window())) {
			this.step = 0;
		}
		this.startAt = Durations.saturatedSum(now, wait(this.step));
		this.step = Math.min(this.step + 1, MAX_DOUBLINGS);
	}

	private long wait(int doublings) {
		double longest = Durations.saturatedNanos(this.policy.maxBackoff());
		double wait = Durations.saturatedNanos(this.policy.backoff()) * (double) (1L << doublings);
		return (long) (Math.min(wait, longest) * (1 - JITTER * this.random.getAsDouble()));
	}

	private void release(long now) {
		if (now >= this.startAt) {
			this.heldBack = 0;
		}
	}

	/**
	 * Return whether one of the missing workers may be started.
	 * @param missing how many are missing
	 * @param now the time on the pool's clock
	 * @return whether it may be started now
	 */
	boolean mayStart(int missing, long now) {
		release(now);
		return this.failure == null && missing > this.heldBack;
	}

	/**
	 * Return when the starts that are held back are due.
	 * @return the time on the pool's clock, or {@link Task#NEVER}
	 */
	long due() {
		return (this.heldBack > 0 && this.failure == null) ? this.startAt : Task.NEVER;
	}

	/**
	 * Return why the pool has failed. Thread-safe.
	 * @return the failure, or {@code null}
	 */
	@Nullable PoolFailure failure() {
		return this.failure;
	}

	/**
	 * Forget all deaths.
	 */
	void reset() {
		this.deaths.clear();
		this.step = 0;
		this.heldBack = 0;
		this.failure = null;
	}

	RestartState state(long now) {
		forget(now);
		PoolFailure current = this.failure;
		return new RestartState(this.deaths.size(), this.policy.intensity(), this.policy.window(),
				(current != null) ? current.at() : null, (current != null) ? current.reason() : null);
	}

}

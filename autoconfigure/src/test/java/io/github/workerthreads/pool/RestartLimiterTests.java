package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestartLimiter}.
 */
class RestartLimiterTests {

	private static final RestartPolicy POLICY = new RestartPolicy(100, Duration.ofMinutes(1), Duration.ofMillis(100),
			Duration.ofSeconds(1));

	private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

	@Test
	void waitsDoubleUpToTheLongest() {
		assertThat(waits(new RestartLimiter(POLICY, () -> 0), 6)).containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
	}

	@Test
	void waitsAreUpToAQuarterShorterAndNeverLonger() {
		assertThat(waits(new RestartLimiter(POLICY, () -> 1), 5)).containsExactly(75L, 150L, 300L, 600L, 750L);
		List<Long> longest = List.of(100L, 200L, 400L, 800L, 1000L);
		List<Long> random = waits(new RestartLimiter(POLICY, RandomGenerator.of("Random")::nextDouble), 5);
		for (int i = 0; i < 5; i++) {
			assertThat(random.get(i)).isBetween(longest.get(i) * 3 / 4, longest.get(i));
		}
	}

	@Test
	void workersThatFailTogetherAreOneStep() {
		RestartLimiter limiter = new RestartLimiter(POLICY, () -> 0);
		for (int i = 0; i < 4; i++) {
			limiter.died(i, false, "did not start", null);
		}
		assertThat(limiter.due()).isEqualTo(100 * MILLI);
		assertThat(limiter.mayStart(4, 50 * MILLI)).isFalse();
		assertThat(limiter.mayStart(5, 50 * MILLI)).isTrue();
		assertThat(limiter.mayStart(4, 100 * MILLI)).isTrue();
		limiter.died(101 * MILLI, false, "did not start", null);
		assertThat(limiter.due()).isEqualTo(301 * MILLI);
	}

	@Test
	void workerThatWasOfUseIsReplacedAtOnceAndEndsTheSeries() {
		RestartLimiter limiter = new RestartLimiter(POLICY, () -> 0);
		waits(limiter, 3);
		long now = limiter.due();
		assertThat(limiter.mayStart(1, now)).isTrue();
		limiter.died(now, true, "killed", null);
		assertThat(limiter.due()).isEqualTo(Task.NEVER);
		assertThat(limiter.mayStart(1, now)).isTrue();
		limiter.died(now, false, "did not start", null);
		assertThat(limiter.due()).isEqualTo(now + 100 * MILLI);
	}

	@Test
	void seriesEndsWhenNothingDiedForAWindow() {
		RestartLimiter limiter = new RestartLimiter(POLICY, () -> 0);
		waits(limiter, 4);
		long later = limiter.due() + Duration.ofSeconds(61).toNanos();
		limiter.died(later, false, "did not start", null);
		assertThat(limiter.due()).isEqualTo(later + 100 * MILLI);
	}

	@Test
	void backoffOfZeroDoesNotWait() {
		RestartLimiter limiter = new RestartLimiter(POLICY.withBackoff(Duration.ZERO), () -> 0);
		limiter.died(5, false, "did not start", null);
		assertThat(limiter.mayStart(1, 5)).isTrue();
	}

	@Test
	void oneDeathMoreThanTheIntensityWithinTheWindowFailsThePool() {
		RestartLimiter limiter = new RestartLimiter(POLICY.withIntensity(2), () -> 0);
		IllegalStateException cause = new IllegalStateException("boom");
		assertThat(limiter.died(0, true, "a", null)).isFalse();
		assertThat(limiter.died(1, true, "b", null)).isFalse();
		long minute = Duration.ofMinutes(1).toNanos();
		assertThat(limiter.died(2 + minute, true, "c", null)).isFalse();
		assertThat(limiter.state(2 + minute).deaths()).isEqualTo(1);
		assertThat(limiter.died(3 + minute, true, "d", null)).isFalse();
		assertThat(limiter.died(4 + minute, true, "worker 'e': boom", cause)).isTrue();
		assertThat(limiter.mayStart(1, 5 + minute)).isFalse();
		RestartState state = limiter.state(5 + minute);
		assertThat(state.deaths()).isEqualTo(3);
		assertThat(state.failedAt()).isNotNull();
		assertThat(state.reason())
			.isEqualTo("3 workers died within 60 s (restart.intensity is 2), the last one: worker 'e': boom");
		assertThat(limiter.failure()).isNotNull().extracting(PoolFailure::cause).isSameAs(cause);
		assertThat(limiter.died(6 + minute, true, "f", null)).isFalse();
		limiter.reset();
		assertThat(limiter.failure()).isNull();
		assertThat(limiter.mayStart(1, 7 + minute)).isTrue();
		assertThat(limiter.state(7 + minute).deaths()).isZero();
	}

	@Test
	void intensityOfZeroAllowsNoDeath() {
		RestartLimiter limiter = new RestartLimiter(POLICY.withIntensity(0), () -> 0);
		assertThat(limiter.died(0, true, "killed", null)).isTrue();
	}

	private static List<Long> waits(RestartLimiter limiter, int count) {
		List<Long> waits = new ArrayList<>();
		long now = 0;
		for (int i = 0; i < count; i++) {
			limiter.died(now, false, "did not start", null);
			waits.add((limiter.due() - now) / MILLI);
			now = limiter.due();
		}
		return waits;
	}

}

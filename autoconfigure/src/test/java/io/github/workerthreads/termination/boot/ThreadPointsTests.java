package io.github.workerthreads.termination.boot;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ThreadPoints}.
 */
class ThreadPointsTests {

	private static final long LONG = Duration.ofHours(1).toNanos();

	private final CallSite site = ThreadPoints.link(MethodHandles.lookup(), "point", MethodType.methodType(void.class));

	@AfterEach
	void endThread() {
		ThreadPoints.end(Thread.currentThread());
	}

	@Test
	void allPointsAreOneCallSite() {
		assertThat(ThreadPoints.link(MethodHandles.publicLookup(), "other", MethodType.methodType(void.class)))
			.isSameAs(this.site);
	}

	@Test
	void pointsThrowInTheThreadThatIsStoppedAndInNoOther() throws Exception {
		assertThatNoException().isThrownBy(this::pass);
		FutureTask<Void> other = new FutureTask<>(this::assertStopsNothing, null);
		ThreadPoints.begin(Thread.currentThread(), 0, () -> new Stop("told"));
		assertStops("told");
		new Thread(other).start();
		other.get();
		ThreadPoints.end(Thread.currentThread());
		assertStopsNothing();
	}

	@Test
	void threadIsToldOnceAndThenCleansUp() {
		ThreadPoints.begin(Thread.currentThread(), LONG, () -> new Stop("told"));
		assertThatExceptionOfType(Stop.class).isThrownBy(this::pass).withMessage("told");
		assertStopsNothing();
	}

	@Test
	void threadThatStillRunsAfterTheGraceIsToldAtEachPoint() {
		ThreadPoints.begin(Thread.currentThread(), 0, () -> new Stop("told"));
		for (int i = 0; i < 3; i++) {
			assertStops("told");
		}
	}

	@Test
	void secondBeginningChangesNothing() {
		ThreadPoints.begin(Thread.currentThread(), 0, () -> new Stop("first"));
		ThreadPoints.begin(Thread.currentThread(), LONG, () -> new Stop("second"));
		assertStops("first");
		assertStops("first");
	}

	@Test
	void endOfAThreadLeavesOthersBeingStopped() {
		Thread other = new Thread(() -> {
		});
		ThreadPoints.begin(other, 0, () -> new Stop("other"));
		ThreadPoints.begin(Thread.currentThread(), 0, () -> new Stop("told"));
		ThreadPoints.end(other);
		assertStops("told");
		ThreadPoints.end(other);
		assertStops("told");
	}

	@Test
	void pointsAreTurnedOffAgainButTheJvmCompilesTheirCodeNotForEver() {
		MethodHandle off = null;
		int turnedOff = 0;
		for (int i = 0; i < 200; i++) {
			ThreadPoints.begin(Thread.currentThread(), LONG, () -> new Stop("told"));
			MethodHandle on = this.site.getTarget();
			ThreadPoints.end(Thread.currentThread());
			if (this.site.getTarget() != on) {
				assertThat(off).isIn(null, this.site.getTarget());
				off = this.site.getTarget();
				turnedOff++;
			}
		}
		assertThat(turnedOff).isBetween(10, 50);
		assertStopsNothing();
		ThreadPoints.begin(Thread.currentThread(), 0, () -> new Stop("told"));
		assertStops("told");
	}

	private void assertStops(String message) {
		assertThatExceptionOfType(Stop.class).isThrownBy(this::pass).withMessage(message);
		assertThatExceptionOfType(Stop.class).isThrownBy(ThreadPoints::pass).withMessage(message);
	}

	private void assertStopsNothing() {
		assertThatNoException().isThrownBy(this::pass);
		assertThatNoException().isThrownBy(ThreadPoints::pass);
	}

	private void pass() throws Throwable {
		this.site.dynamicInvoker().invoke();
	}

	private static final class Stop extends Error {

		Stop(String message) {
			super(message);
		}

	}

}

package io.github.workerthreads.termination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TerminationSwitch}.
 */
class TerminationSwitchTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final TerminationSwitch terminationSwitch = new TerminationSwitch("Worker 'a'");

	@Test
	void pointsDoNothingUntilItIsOn() throws Throwable {
		this.terminationSwitch.callSite().dynamicInvoker().invoke();
		assertThat(this.terminationSwitch.isOn()).isFalse();
		this.terminationSwitch.turnOn(LONG);
		assertThat(this.terminationSwitch.isOn()).isTrue();
		assertThatExceptionOfType(WorkerTerminatedError.class)
			.isThrownBy(() -> this.terminationSwitch.callSite().dynamicInvoker().invoke())
			.withMessage("Worker 'a' is being terminated");
	}

	@Test
	void threadIsToldOnceAndThenCleansUp() throws Exception {
		this.terminationSwitch.turnOn(LONG);
		assertStops();
		assertThatNoException().isThrownBy(this.terminationSwitch::fire);
		FutureTask<Void> other = new FutureTask<>(() -> {
			assertStops();
			assertThatNoException().isThrownBy(this.terminationSwitch::fire);
		}, null);
		new Thread(other).start();
		other.get();
	}

	@Test
	void threadThatStillRunsAfterTheGraceIsToldAtEachPoint() {
		this.terminationSwitch.turnOn(Duration.ZERO);
		for (int i = 0; i < 3; i++) {
			assertStops();
		}
	}

	@Test
	void excusedThreadCleansUpAtOnceButNotForEver() {
		this.terminationSwitch.excuseCurrentThread();
		this.terminationSwitch.turnOn(LONG);
		assertThatNoException().isThrownBy(this.terminationSwitch::fire);
		TerminationSwitch impatient = new TerminationSwitch("Worker 'b'");
		impatient.excuseCurrentThread();
		impatient.turnOn(Duration.ZERO);
		assertThatExceptionOfType(WorkerTerminatedError.class).isThrownBy(impatient::fire);
	}

	@Test
	void secondTurnChangesNothing() {
		this.terminationSwitch.turnOn(Duration.ZERO);
		this.terminationSwitch.turnOn(LONG);
		assertStops();
		assertStops();
	}

	@Test
	void actionsRunOnceWhenItIsTurnedOnOrAtOnceIfItIs() {
		List<String> done = new ArrayList<>();
		this.terminationSwitch.whenOn(() -> done.add("waited"));
		assertThat(done).isEmpty();
		this.terminationSwitch.turnOn(LONG);
		this.terminationSwitch.turnOn(LONG);
		assertThat(done).containsExactly("waited");
		this.terminationSwitch.whenOn(() -> done.add("late"));
		assertThat(done).containsExactly("waited", "late");
	}

	private void assertStops() {
		assertThatExceptionOfType(WorkerTerminatedError.class).isThrownBy(this.terminationSwitch::fire);
	}

}

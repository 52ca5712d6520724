package io.github.workerthreads.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link StopSignal}.
 */
class StopSignalTests {

	private final Queue<Runnable> elsewhere = new ArrayDeque<>();

	private final StopSignal signal = new StopSignal(this.elsewhere::add);

	private final List<String> called = new ArrayList<>();

	@Test
	void signalThatIsNotSetStopsNothing() {
		this.signal.onCancel(() -> this.called.add("never"));
		assertThat(this.signal.isCancelled()).isFalse();
		assertThat(this.signal.reason()).isNull();
		assertThatNoException().isThrownBy(this.signal::throwIfCancelled);
		assertThat(this.called).isEmpty();
	}

	@Test
	void signalThatIsSetSaysWhy() {
		this.signal.set(() -> "it was cancelled");
		assertThat(this.signal.isCancelled()).isTrue();
		assertThat(this.signal.reason()).isEqualTo("it was cancelled");
		assertThatExceptionOfType(CancellationException.class).isThrownBy(this.signal::throwIfCancelled)
			.withMessage("it was cancelled");
	}

	@Test
	void callbacksRunElsewhereInOrderAndOnce() {
		this.signal.onCancel(() -> this.called.add("first"));
		this.signal.onCancel(() -> this.called.add("second"));
		this.signal.set(() -> "it was cancelled");
		this.signal.runCallbacks();
		assertThat(this.called).isEmpty();
		this.elsewhere.remove().run();
		assertThat(this.called).containsExactly("first", "second");
		this.signal.runCallbacks();
		assertThat(this.elsewhere).isEmpty();
	}

	@Test
	void callbackThatFailsKeepsNoOtherFromRunning() {
		this.signal.onCancel(() -> {
			throw new AssertionError("callback");
		});
		this.signal.onCancel(() -> this.called.add("next"));
		this.signal.set(() -> "it was cancelled");
		this.signal.runCallbacks();
		this.elsewhere.remove().run();
		assertThat(this.called).containsExactly("next");
	}

	@Test
	void callbackThatComesTooLateRunsAtOnce() {
		this.signal.set(() -> "it was cancelled");
		this.signal.onCancel(() -> this.called.add("late"));
		assertThat(this.called).containsExactly("late");
		this.signal.runCallbacks();
		assertThat(this.elsewhere).isEmpty();
	}

	@Test
	void callbackThatIsTakenBackDoesNotRun() {
		CancellationSignal.Registration registration = this.signal.onCancel(() -> this.called.add("taken back"));
		registration.close();
		registration.close();
		this.signal.set(() -> "it was cancelled");
		this.signal.runCallbacks();
		assertThat(this.elsewhere).isEmpty();
		assertThat(this.called).isEmpty();
	}

	@Test
	void callbackThatIsTakenBackWhileOthersRunDoesNotRun() {
		CancellationSignal.Registration[] second = new CancellationSignal.Registration[1];
		this.signal.onCancel(() -> second[0].close());
		second[0] = this.signal.onCancel(() -> this.called.add("taken back"));
		this.signal.set(() -> "it was cancelled");
		this.signal.runCallbacks();
		this.elsewhere.remove().run();
		assertThat(this.called).isEmpty();
	}

}

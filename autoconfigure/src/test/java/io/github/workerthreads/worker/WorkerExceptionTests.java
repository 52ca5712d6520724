package io.github.workerthreads.worker;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.WorkerProcessException.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerException} and its kin: what they tell a handler.
 */
class WorkerExceptionTests {

	@Test
	void rejectionNamesItsPool() {
		assertThat(new PoolClosedException("images").getPool()).isEqualTo("images");
		PoolSaturatedException saturated = new PoolSaturatedException("images", "full", Duration.ofSeconds(2));
		assertThat(saturated.getPool()).isEqualTo("images");
		assertThat(saturated.getRetryAfter()).isEqualTo(Duration.ofSeconds(2));
		assertThat(new PoolSaturatedException("images", "full").getRetryAfter()).isNull();
		assertThat(new PoolFailedException("images", "failed", null).getPool()).isEqualTo("images");
	}

	@Test
	void stoppedCallTellsWhatBecameOfTheWork() {
		TaskTimeoutException timeout = new TaskTimeoutException("late", StopOutcome.ABANDONED, Duration.ofSeconds(3));
		assertThat(timeout.getOutcome()).isEqualTo(StopOutcome.ABANDONED);
		assertThat(timeout.getElapsed()).isEqualTo(Duration.ofSeconds(3));
		assertThat(new TaskCancelledException("cancelled", StopOutcome.DEQUEUED).getOutcome())
			.isEqualTo(StopOutcome.DEQUEUED);
		assertThat(new WorkerTerminatedException("ended", StopOutcome.KILLED, null).getOutcome())
			.isEqualTo(StopOutcome.KILLED);
	}

	@Test
	void onlyAbandonedWorkMayStillRun() {
		assertThat(StopOutcome.values()).filteredOn(StopOutcome::mayStillRun).containsExactly(StopOutcome.ABANDONED);
	}

	@Test
	void endOfAProcessTellsWhichAndHow() {
		WorkerProcessException ended = new WorkerProcessException("ended", 42, Reason.EXIT, 3, List.of("a", "b"));
		assertThat(ended.getPid()).isEqualTo(42);
		assertThat(ended.getReason()).isEqualTo(Reason.EXIT);
		assertThat(ended.getExitCode()).isEqualTo(3);
		assertThat(ended.getLastLines()).containsExactly("a", "b");
		assertThat(Arrays.stream(Reason.values()).filter(Reason::isForce)).containsExactlyInAnyOrder(Reason.SIGNAL,
				Reason.UNRESPONSIVE, Reason.PROTOCOL, Reason.TERMINATED);
	}

	@Test
	void standInNamesWhatItStandsFor() {
		UnknownFailureException failure = new UnknownFailureException("acme.OrderException", "sold out",
				"its class is missing");
		assertThat(failure.getOriginalType()).isEqualTo("acme.OrderException");
		assertThat(failure.getOriginalMessage()).isEqualTo("sold out");
		assertThat(failure).hasMessage("acme.OrderException: sold out (a stand-in: its class is missing)");
		assertThat(new UnknownFailureException("acme.OrderException", null, "its class is missing"))
			.hasMessage("acme.OrderException (a stand-in: its class is missing)");
	}

}

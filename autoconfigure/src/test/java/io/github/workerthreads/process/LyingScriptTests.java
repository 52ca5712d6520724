package io.github.workerthreads.process;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerBuilder;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerExit;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerProcessException.Reason;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a process which lies about its ports is killed, and does its parent no harm.
 */
@Timeout(60)
class LyingScriptTests {

	@AfterEach
	void noProcessIsLeft() {
		Awaitility.await().until(() -> ProcessHandle.current().children().count() == 0);
		assertThat(Worker.all()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "wrong-frame", "other-task", "noise-as-failure", "port-unknown", "port-credit",
			"port-negative-credit", "port-flood", "port-closed-twice", "port-kind", "port-noise", "port-of-the-parents",
			"port-with-endless-room", "port-with-a-file", "port-with-half-a-field", "too-many-ports",
			"post-in-another-name", "post-of-nobody", "answer-to-nothing" })
	void processThatLiesIsKilled(String lie) throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Worker worker = liar(lie).onError(failure::complete).start();
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(WorkerProcessException.class, (end) -> {
			assertThat(end.getReason()).isEqualTo(Reason.PROTOCOL);
			assertThat(end).hasMessageContaining("did not keep to the worker protocol");
		});
		assertThat(worker.exit().get(30, TimeUnit.SECONDS).state()).isEqualTo(WorkerState.KILLED);
	}

	@Test
	void messageThatCannotBeReadIsAMessageErrorOnly() throws Exception {
		BlockingQueue<DataCloneException> errors = new LinkedBlockingQueue<>();
		Worker worker = liar("unreadable-message").onMessage((message) -> {
		}).onMessageError(errors::add).start();
		assertThat(errors.poll(30, TimeUnit.SECONDS)).isNotNull();
		assertThat(worker.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new WorkerExit(3, WorkerState.TERMINATED));
	}

	// What comes after the name of a main class are its arguments
	private static WorkerBuilder liar(String lie) {
		return Worker.builder(Innocent.class)
			.isolation("process")
			.jvmOptions(List
				.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), LyingChild.class.getName(),
						lie)
				.toArray(String[]::new));
	}

	static final class Innocent implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			throw new IllegalStateException("Nobody runs this");
		}

	}

}

package io.github.workerthreads.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.workerthreads.pool.RestartPolicy;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.worker.PoolFailedException;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerProcessException.Reason;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that a process which lies to its parent is killed, and does it no harm.
 */
@Timeout(60)
class LyingChildTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "token", "pid", "version", "never-ready" })
	void processThatIsNotTheWorkersFailsTheStart(String lie) throws Exception {
		try (WorkerPool pool = pool(lie)) {
			Throwable failure = catchThrowableOfType(ExecutionException.class, () -> pool.run(Deed.class, "pid").get())
				.getCause();
			assertThat(failure).isInstanceOf(PoolFailedException.class);
			assertThat(pool.snapshot().endings().get(0).reason()).contains("did not keep to the worker protocol");
		}
		assertNoProcessIsLeft();
	}

	@ParameterizedTest
	@ValueSource(strings = { "noise", "noise-on-control", "huge", "negative", "other-task", "wrong-frame",
			"noise-as-result", "noise-as-failure", "noise-as-memory", "null-progress" })
	void workerThatSendsSomethingElseIsKilled(String lie) throws Exception {
		try (WorkerPool pool = pool(lie)) {
			assertThat(endOf(pool).getReason()).isEqualTo(Reason.PROTOCOL);
		}
		assertNoProcessIsLeft();
	}

	@ParameterizedTest
	@ValueSource(strings = "promise")
	void workerThatEndsWithinAFrameIsKilled(String lie) throws Exception {
		try (WorkerPool pool = pool(lie)) {
			assertThat(endOf(pool)).hasMessageContaining("was killed");
		}
		assertNoProcessIsLeft();
	}

	private WorkerProcessException endOf(WorkerPool pool) {
		Throwable failure = catchThrowableOfType(ExecutionException.class, () -> pool.run(Deed.class, "pid").get())
			.getCause();
		assertThat(failure).isInstanceOf(WorkerTerminatedException.class)
			.hasCauseInstanceOf(WorkerProcessException.class);
		return (WorkerProcessException) failure.getCause();
	}

	private WorkerPool pool(String lie) throws Exception {
		Path java = Files.createDirectories(this.folder.resolve("bin")).resolve("java");
		String command = "#!/bin/sh%nexec '%s' -cp '%s' %s %s \"$@\"%n".formatted(
				Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"),
				LyingChild.class.getName(), lie);
		Files.writeString(java, command);
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
		ProcessWorkerRuntime runtime = new ProcessWorkerRuntime(getClass().getClassLoader(), List.of(), List.of(),
				List.of(), null, Map::of, ProcessOptions.DEFAULTS);
		return new WorkerPoolBuilder().isolation(Isolation.PROCESS)
			.size(1)
			.javaHome(this.folder.toString())
			.restart(RestartPolicy.defaults().withIntensity(0))
			.drainPeriod(Duration.ZERO)
			.build("lies", runtime);
	}

	private static void assertNoProcessIsLeft() {
		Awaitility.await().until(() -> ProcessHandle.current().children().count() == 0);
	}

}

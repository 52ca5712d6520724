package io.github.workerthreads.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.workerthreads.pool.RestartPolicy;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.ProcessTransport;
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
	@CsvSource({ "token, shared-memory", "pid, shared-memory", "version, shared-memory", "never-ready, shared-memory",
			"first-call, shared-memory", "never-ready, tcp" })
	void processThatIsNotTheWorkersFailsTheStart(String lie, String transport) throws Exception {
		try (WorkerPool pool = pool(lie, transport)) {
			Throwable failure = catchThrowableOfType(ExecutionException.class, () -> pool.run(Deed.class, "pid").get())
				.getCause();
			assertThat(failure).isInstanceOf(PoolFailedException.class);
			assertThat(pool.snapshot().endings().get(0).reason()).contains("did not keep to the worker protocol");
		}
		assertNoProcessIsLeft();
	}

	@ParameterizedTest
	@MethodSource
	void workerThatSendsSomethingElseIsKilled(String lie, String transport) throws Exception {
		try (WorkerPool pool = pool(lie, transport)) {
			assertThat(endOf(pool).getReason()).isEqualTo(Reason.PROTOCOL);
		}
		assertNoProcessIsLeft();
	}

	static Stream<Arguments> workerThatSendsSomethingElseIsKilled() {
		Stream<Arguments> byAnyWay = Stream
			.of("noise", "noise-on-control", "huge", "negative", "other-task", "wrong-frame", "noise-as-result",
					"noise-as-failure", "noise-as-memory", "null-progress")
			.flatMap((lie) -> Stream.of(Arguments.of(lie, "shared-memory"), Arguments.of(lie, "unix")));
		Stream<Arguments> byMemory = Stream.of("ring-beyond", "ring-backwards", "ring-cut-short")
			.map((lie) -> Arguments.of(lie, "shared-memory"));
		return Stream.concat(byAnyWay, byMemory);
	}

	@ParameterizedTest
	@ValueSource(strings = { "shared-memory", "unix", "tcp" })
	void workerThatEndsWithinAFrameIsKilled(String transport) throws Exception {
		try (WorkerPool pool = pool("promise", transport)) {
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

	private WorkerPool pool(String lie, String transport) throws Exception {
		Path java = Files.createDirectories(this.folder.resolve("bin")).resolve("java");
		String command = "#!/bin/sh%nexec '%s' -cp '%s' %s %s \"$@\"%n".formatted(
				Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"),
				LyingChild.class.getName(), lie);
		Files.writeString(java, command);
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
		ProcessWorkerRuntime runtime = new ProcessWorkerRuntime(getClass().getClassLoader(), List.of(), List.of(),
				List.of(), null, Map::of, ProcessOptions.DEFAULTS.withTransport(transport(transport), true));
		return new WorkerPoolBuilder().isolation(Isolation.PROCESS)
			.size(1)
			.javaHome(this.folder.toString())
			.restart(RestartPolicy.defaults().withIntensity(0))
			.drainPeriod(Duration.ZERO)
			.build("lies", runtime);
	}

	private static ProcessTransport transport(String name) {
		return Stream.of(ProcessTransport.values())
			.filter((transport) -> transport.toString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static void assertNoProcessIsLeft() {
		Awaitility.await().until(() -> ProcessHandle.current().children().count() == 0);
	}

}

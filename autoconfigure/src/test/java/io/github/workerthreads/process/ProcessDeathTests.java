package io.github.workerthreads.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.pool.WorkerTermination;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessOptions;
import io.github.workerthreads.runtime.process.ProcessWorkerRuntime;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.TaskTimeoutException;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerProcessException.Reason;
import io.github.workerthreads.worker.WorkerState;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that a caller hears how the process of its worker has died, and that the next
 * call works.
 */
@Timeout(60)
class ProcessDeathTests {

	private WorkerPool pool = pool(ProcessOptions.DEFAULTS);

	@AfterEach
	void nothingIsLeft() {
		long pid = ProcessHandle.current().pid();
		this.pool.close();
		assertThat(ProcessHandle.current()
			.children()
			.filter((child) -> child.info().command().orElse("").endsWith("java"))).as("children of %d", pid).isEmpty();
	}

	@Test
	void fullHeapEndsTheProcessOnly() throws Exception {
		WorkerProcessException end = endOf("memory");
		assertThat(end.getReason()).isEqualTo(Reason.OUT_OF_MEMORY);
		assertThat(end).hasMessageContaining("ran out of memory").hasMessageContaining("max-heap");
		assertNextCallHasANewProcess(end);
	}

	@Test
	void exitIsToldWithItsCode() throws Exception {
		WorkerProcessException end = endOf("exit");
		assertThat(end.getReason()).isEqualTo(Reason.EXIT);
		assertThat(end.getExitCode()).isEqualTo(7);
		assertThat(end).hasMessageContaining("as System.exit does");
		assertNextCallHasANewProcess(end);
	}

	@Test
	void haltIsToldWithItsCode() throws Exception {
		WorkerProcessException end = endOf("halt");
		assertThat(end.getReason()).isEqualTo(Reason.EXIT);
		assertThat(end.getExitCode()).isEqualTo(9);
		assertThat(end).hasMessageContaining("Runtime.halt");
		assertNextCallHasANewProcess(end);
	}

	@Test
	void killFromOutsideIsToldWhileACallRuns() throws Exception {
		long pid = pid();
		WorkerFuture<String> waits = start("wait");
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		WorkerProcessException end = endOf(waits);
		assertThat(end.getReason()).isEqualTo(Reason.SIGNAL);
		assertThat(end.getExitCode()).isEqualTo(137);
		assertThat(end).hasMessageContaining("signal 9 from outside");
		assertNextCallHasANewProcess(end);
	}

	@Test
	void killFromOutsideWhileNothingRunsCostsNoCall() throws Exception {
		long pid = pid();
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		Awaitility.await().until(() -> this.pool.snapshot().workers().stream().anyMatch((worker) -> worker.id() == 2));
		assertThat(pid()).isNotEqualTo(pid);
		assertThat(this.pool.snapshot().endings().get(0).state()).isEqualTo(WorkerState.FAILED);
		assertThat(this.pool.snapshot().endings().get(0).reason()).contains("signal 9 from outside");
	}

	@Test
	void processThatGivesNoSignOfLifeIsKilled() throws Exception {
		this.pool.close();
		this.pool = pool(ProcessOptions.DEFAULTS.withHeartbeat(Duration.ofSeconds(3)));
		long pid = pid();
		WorkerFuture<String> waits = start("wait");
		signal("STOP", pid);
		WorkerProcessException end = endOf(waits);
		assertThat(end.getReason()).isEqualTo(Reason.UNRESPONSIVE);
		assertNextCallHasANewProcess(end);
	}

	@Test
	void crashNamesTheReportOfTheJvm() throws Exception {
		long pid = pid();
		WorkerFuture<String> waits = start("wait");
		signal("SEGV", pid);
		WorkerProcessException end = endOf(waits);
		Path report = Path.of(System.getProperty("java.io.tmpdir"), "hs_err_pid" + pid + ".log");
		assertThat(end.getReason()).isEqualTo(Reason.CRASH);
		assertThat(end).hasMessageContaining(report.toString());
		assertNextCallHasANewProcess(end);
		Files.delete(report);
	}

	@Test
	void reportOfAnEarlierProcessWithTheSameNumberIsNotTaken() throws Exception {
		long pid = pid();
		Path report = Path.of(System.getProperty("java.io.tmpdir"), "hs_err_pid" + pid + ".log");
		Files.writeString(report, "long ago");
		Files.setLastModifiedTime(report, FileTime.from(Instant.now().minusSeconds(3600)));
		try {
			WorkerFuture<String> waits = start("wait");
			ProcessHandle.of(pid).orElseThrow().destroyForcibly();
			assertThat(endOf(waits).getReason()).isEqualTo(Reason.SIGNAL);
		}
		finally {
			Files.delete(report);
		}
	}

	@Test
	void systemOutOfMemoryTakesTheWorkerFirst() throws Exception {
		long score = Long.parseLong(Files.readString(Path.of("/proc/%d/oom_score_adj".formatted(pid()))).strip());
		assertThat(score).isGreaterThanOrEqualTo(500);
	}

	@Test
	void stackOverflowIsTheCallsOwnFailure() throws Exception {
		long pid = pid();
		assertThat(catchThrowableOfType(ExecutionException.class, () -> this.pool.run(Deed.class, "stack").get()))
			.hasCauseInstanceOf(StackOverflowError.class);
		assertThat(pid()).isEqualTo(pid);
	}

	@Test
	void internalErrorOfTheBodyIsTheCallsOwnFailure() throws Exception {
		long pid = pid();
		assertThat(catchThrowableOfType(ExecutionException.class, () -> this.pool.run(Deed.class, "internal").get()))
			.hasCauseInstanceOf(InternalError.class)
			.hasMessageContaining("of the body");
		assertThat(pid()).isEqualTo(pid);
	}

	@Test
	void floodOfOutputDoesNoHarm() throws Exception {
		assertThat(this.pool.run(Deed.class, "flood").get()).isEqualTo("done");
		assertThat(this.pool.run(Deed.class, "input").get()).isEqualTo("-1");
		WorkerProcessException end = endOf("halt");
		assertThat(end.getLastLines()).hasSizeBetween(2, 20).contains("line 99999", "no end of line");
	}

	@Test
	void timeoutKillsALoop() throws Exception {
		long pid = pid();
		WorkerFuture<String> loop = this.pool.run(Deed.class, "loop",
				io.github.workerthreads.pool.TaskOptions.defaults().withTimeout(Duration.ofMillis(100)));
		assertThat(catchThrowableOfType(ExecutionException.class, loop::get).getCause()).isInstanceOfSatisfying(
				TaskTimeoutException.class,
				(failure) -> assertThat(failure.getOutcome()).isEqualTo(StopOutcome.KILLED));
		assertThat(pid()).isNotEqualTo(pid);
	}

	@Test
	void terminateKillsALoopAndSaysSo() throws Exception {
		start("counted");
		WorkerTermination termination = this.pool.terminate(1).get();
		assertThat(termination.outcome()).isEqualTo(WorkerState.KILLED);
		assertThat(pid()).isPositive();
	}

	private static WorkerPool pool(ProcessOptions options) {
		return new WorkerPoolBuilder().isolation(Isolation.PROCESS)
			.size(1)
			.maxHeap(32 << 20)
			.jvmOptions(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"))
			.timeout(Duration.ZERO)
			.drainPeriod(Duration.ZERO)
			.build("test", new ProcessWorkerRuntime(ProcessDeathTests.class.getClassLoader(), List.of(), List.of(),
					List.of(), null, Map::of, options));
	}

	private WorkerFuture<String> start(String deed) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		WorkerFuture<String> future = this.pool.<String, String>run(Deed.class, deed)
			.onProgress((item) -> begun.countDown());
		begun.await();
		return future;
	}

	private WorkerProcessException endOf(String deed) {
		return endOf(this.pool.run(Deed.class, deed));
	}

	private static WorkerProcessException endOf(WorkerFuture<String> future) {
		Throwable failure = catchThrowableOfType(ExecutionException.class, future::get).getCause();
		assertThat(failure).isInstanceOf(WorkerTerminatedException.class)
			.hasCauseInstanceOf(WorkerProcessException.class);
		assertThat(((WorkerTerminatedException) failure).getOutcome()).isEqualTo(StopOutcome.KILLED);
		return (WorkerProcessException) failure.getCause();
	}

	private void assertNextCallHasANewProcess(WorkerProcessException end) throws Exception {
		assertThat(pid()).isNotEqualTo(end.getPid());
		assertThat(this.pool.snapshot().counts().terminated()).isEqualTo(1);
		assertThat(ProcessHandle.of(end.getPid())).isEmpty();
	}

	private long pid() throws Exception {
		return Long.parseLong(this.pool.run(Deed.class, "pid").get().split(" ")[0]);
	}

	private static void signal(String name, long pid) throws Exception {
		assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor()).isZero();
	}

}

package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerProcessException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ChildProcess}.
 */
@Timeout(60)
class ChildProcessTests {

	private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError: Java heap space";

	private final ProcessBuilder builder = mock(ProcessBuilder.class);

	private final Process process = mock(Process.class);

	private final PipedOutputStream stdout = new PipedOutputStream();

	@BeforeEach
	void processHasEnded() throws IOException {
		given(this.builder.start()).willReturn(this.process);
		given(this.process.getOutputStream()).willReturn(OutputStream.nullOutputStream());
		given(this.process.getInputStream()).willReturn(new PipedInputStream(this.stdout));
		given(this.process.getErrorStream()).willReturn(InputStream.nullInputStream());
		given(this.process.exitValue()).willReturn(3);
	}

	@Test
	void endIsExplainedByLastWordsThatAreReadLate() throws Exception {
		ChildProcess child = ChildProcess.start("worker-test-1", this.builder);
		CompletableFuture<Void> late = CompletableFuture.runAsync(() -> end(OUT_OF_MEMORY),
				CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
		WorkerProcessException end = child.explainEnd(null);
		assertThat(end.getReason()).isEqualTo(Reason.OUT_OF_MEMORY);
		assertThat(end.getLastLines()).containsExactly(OUT_OF_MEMORY);
		late.get();
	}

	@Test
	void exitThatIsToldLateIsNoHalt() throws Exception {
		ChildProcess child = ChildProcess.start("worker-test-1", this.builder);
		end("");
		child.end().expectsMore();
		CompletableFuture<Void> late = CompletableFuture.runAsync(() -> {
			child.end().saidExiting();
			child.end().saidAll();
		}, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
		assertThat(child.explainEnd(null)).hasMessageContaining("as System.exit does");
		late.get();
	}

	@Test
	void interruptDoesNotCutLastWordsShort() throws Exception {
		ChildProcess child = ChildProcess.start("worker-test-1", this.builder);
		CompletableFuture<Void> late = CompletableFuture.runAsync(() -> end(OUT_OF_MEMORY),
				CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
		Thread.currentThread().interrupt();
		WorkerProcessException end = child.explainEnd(null);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(end.getReason()).isEqualTo(Reason.OUT_OF_MEMORY);
		late.get();
	}

	@Test
	void pipeThatStaysOpenDoesNotHoldUpTheExplanationForEver() throws Exception {
		ChildProcess child = ChildProcess.start("worker-test-1", this.builder);
		assertThat(child.explainEnd(null).getReason()).isEqualTo(Reason.EXIT);
		end(OUT_OF_MEMORY);
	}

	private void end(String line) {
		try (this.stdout) {
			this.stdout.write(line.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ChildOutput}.
 */
@Timeout(60)
class ChildOutputTests {

	private final Process process = mock(Process.class);

	private final ChildOutput output = new ChildOutput("worker-test-1", System::nanoTime);

	@Test
	void lastLinesAreThereThoughTheyAreReadLate() throws Exception {
		PipedOutputStream stdout = read();
		CompletableFuture<Void> late = CompletableFuture.runAsync(() -> end(stdout, "out of memory\n"),
				CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
		assertThat(this.output.lastLines(30_000)).containsExactly("out of memory");
		late.get();
	}

	@Test
	void pipeThatStaysOpenIsNotWaitedForWithoutEnd() throws Exception {
		try (PipedOutputStream stdout = read()) {
			assertThat(this.output.lastLines(200)).isEmpty();
			stdout.flush();
		}
	}

	private PipedOutputStream read() throws IOException {
		PipedOutputStream stdout = new PipedOutputStream();
		given(this.process.getInputStream()).willReturn(new PipedInputStream(stdout));
		given(this.process.getErrorStream()).willReturn(InputStream.nullInputStream());
		this.output.read(this.process);
		return stdout;
	}

	private static void end(PipedOutputStream stdout, String text) {
		try (stdout) {
			stdout.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

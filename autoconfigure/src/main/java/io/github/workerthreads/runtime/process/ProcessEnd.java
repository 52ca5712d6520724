package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerProcessException.Reason;

/**
 * Evidence of how the process of a worker ended. Thread-safe.
 */
final class ProcessEnd {

	private static final int OUT_OF_MEMORY = 3;

	private static final int SIGNALS = 128;

	private static final int ABORT = SIGNALS + 6;

	private static final String OUT_OF_MEMORY_LINE = "Terminating due to java.lang.OutOfMemoryError";

	// Not quite now, since file systems round times
	private final FileTime startedAt = FileTime.from(Instant.now().minusSeconds(2));

	// Why this process has killed the child, if it has
	private final AtomicReference<@Nullable Reason> killed = new AtomicReference<>();

	// Whether the child has said that it exits, which is certain once it has said all
	private volatile boolean exiting;

	private volatile CountDownLatch more = new CountDownLatch(0);

	/**
	 * Note that the child is about to be killed by this process.
	 * @param reason why
	 */
	void kills(Reason reason) {
		this.killed.compareAndSet(null, reason);
	}

	/**
	 * Return whether this process has killed the child, so that its last words do not
	 * matter.
	 * @return whether it has
	 */
	boolean isKilled() {
		return this.killed.get() != null;
	}

	/**
	 * Note that from now on the child may tell of its end, until it has said all.
	 */
	void expectsMore() {
		this.more = new CountDownLatch(1);
	}

	/**
	 * Note that what the child has said is all.
	 */
	void saidAll() {
		this.more.countDown();
	}

	/**
	 * Wait until a child that has ended has said all.
	 * @param nanos how long to wait, in nanoseconds
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitAll(long nanos) throws InterruptedException {
		this.more.await(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Note that the child has said that it exits.
	 */
	void saidExiting() {
		this.exiting = true;
	}

	/**
	 * Describe the end.
	 * @param worker the name of the worker
	 * @param pid the number of the process
	 * @param exitCode its exit code
	 * @param lines the last lines that it wrote
	 * @return the end, as an exception
	 */
	WorkerProcessException describe(String worker, long pid, int exitCode, List<String> lines) {
		Path errorFile = errorFile(pid);
		Reason reason = reason(exitCode, lines, errorFile);
		// The report of a crash says all that its last lines do
		String lastWords = (reason == Reason.CRASH && errorFile != null) ? "" : lastWords(lines);
		String text = "The process of worker '%s' (pid %d) %s%s".formatted(worker, pid,
				text(reason, exitCode, errorFile), lastWords);
		return new WorkerProcessException(text, pid, reason, exitCode, lines);
	}

	// That of this process, and not of one that had its number before
	private @Nullable Path errorFile(long pid) {
		Path file = ChildCommand.errorFile(String.valueOf(pid));
		try {
			return (Files.getLastModifiedTime(file).compareTo(this.startedAt) >= 0) ? file : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private Reason reason(int exitCode, List<String> lines, @Nullable Path errorFile) {
		Reason own = this.killed.get();
		if (own != null) {
			return own;
		}
		// A JVM that wrote its report may exit with other codes
		if (errorFile != null || exitCode == ABORT) {
			return Reason.CRASH;
		}
		if (exitCode == OUT_OF_MEMORY && !this.exiting
				&& lines.stream().anyMatch((line) -> line.startsWith(OUT_OF_MEMORY_LINE))) {
			return Reason.OUT_OF_MEMORY;
		}
		return (exitCode > SIGNALS && !this.exiting) ? Reason.SIGNAL : Reason.EXIT;
	}

	private String text(Reason reason, int exitCode, @Nullable Path errorFile) {
		return switch (reason) {
			case EXIT -> "exited with code %d by %s".formatted(exitCode,
					(this.exiting) ? "its own code, as System.exit does" : "Runtime.halt or a failure at its start");
			case OUT_OF_MEMORY -> "ran out of memory. Raise 'max-heap' of its pool, or give it less work";
			case SIGNAL -> "was ended by signal %d from outside".formatted(exitCode - SIGNALS);
			case CRASH -> (errorFile != null) ? "crashed; see %s".formatted(errorFile)
					: "crashed with exit code %d".formatted(exitCode);
			case UNRESPONSIVE -> "gave no sign of life and was killed";
			case PROTOCOL -> "did not keep to the worker protocol and was killed";
			case TERMINATED -> "was killed";
		};
	}

	private static String lastWords(List<String> lines) {
		return (lines.isEmpty()) ? "" : ". Its last lines: " + String.join(" | ", lines);
	}

}

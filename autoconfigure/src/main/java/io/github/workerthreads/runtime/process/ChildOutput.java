package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Passes what a child writes to its standard output and error on to the log of this
 * process, line by line, and keeps the last lines. A flood is cut down. Thread-safe.
 */
final class ChildOutput {

	private static final System.Logger logger = System.getLogger("io.github.workerthreads.output");

	private static final int KEPT = 20;

	private static final int LONGEST_LINE = 2_000;

	private static final int LINES_PER_SECOND = 200;

	private final String worker;

	private final LongSupplier clock;

	private final CountDownLatch open = new CountDownLatch(2);

	// These are guarded by this
	private final Deque<String> last = new ArrayDeque<>();

	private long secondStart;

	private int linesOfSecond;

	private long dropped;

	/**
	 * Create the output of a child.
	 * @param worker the name of the worker
	 * @param clock a time in nanoseconds
	 */
	ChildOutput(String worker, LongSupplier clock) {
		this.worker = worker;
		this.clock = clock;
		this.secondStart = clock.getAsLong();
	}

	/**
	 * Read the output of a process until it ends.
	 * @param process the process
	 */
	void read(Process process) {
		startThread("-stdout", process.getInputStream(), System.Logger.Level.INFO);
		startThread("-stderr", process.getErrorStream(), System.Logger.Level.WARNING);
	}

	private void startThread(String suffix, InputStream input, System.Logger.Level level) {
		Thread thread = new Thread(null, () -> readAll(input, level), this.worker + suffix, 0, false);
		thread.setDaemon(true);
		thread.start();
	}

	private void readAll(InputStream input, System.Logger.Level level) {
		byte[] chunk = new byte[8192];
		LineBuffer line = new LineBuffer(LONGEST_LINE);
		try (input) {
			int length = input.read(chunk);
			while (length >= 0) {
				for (int i = 0; i < length; i++) {
					if (line.endsWith(chunk[i])) {
						take(line.text(Charset.defaultCharset()), level);
					}
				}
				length = input.read(chunk);
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// The process has ended
		}
		finally {
			if (!line.isEmpty()) {
				take(line.text(Charset.defaultCharset()), level);
			}
			this.open.countDown();
		}
	}

	private void take(String line, System.Logger.Level level) {
		long missed;
		synchronized (this) {
			this.last.addLast(line);
			if (this.last.size() > KEPT) {
				this.last.removeFirst();
			}
			long now = this.clock.getAsLong();
			missed = startSecond(now);
			if (++this.linesOfSecond > LINES_PER_SECOND) {
				this.dropped++;
				return;
			}
		}
		if (missed > 0) {
			logger.log(System.Logger.Level.WARNING, "[%s] %d lines were left out: more than %d came in a second"
				.formatted(this.worker, missed, LINES_PER_SECOND));
		}
		logger.log(level, "[%s] %s".formatted(this.worker, line));
	}

	private long startSecond(long now) {
		if (now - this.secondStart < TimeUnit.SECONDS.toNanos(1)) {
			return 0;
		}
		this.secondStart = now;
		this.linesOfSecond = 0;
		long missed = this.dropped;
		this.dropped = 0;
		return missed;
	}

	/**
	 * Wait until all lines of a process that has ended have come. Another process that
	 * has inherited its pipes may keep them open.
	 * @param nanos how long to wait, in nanoseconds
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitAll(long nanos) throws InterruptedException {
		this.open.await(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Return the last lines that have come.
	 * @return the lines, the oldest first
	 */
	synchronized List<String> lastLines() {
		return List.copyOf(this.last);
	}

}

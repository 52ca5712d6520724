package io.github.workerthreads.runtime.process;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.protocol.Introduction;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerProcessException.Reason;

/**
 * Process of one worker: started, watched and ended. Thread-safe.
 */
final class ChildProcess {

	// How long the last words may take to come
	private static final long KILLED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	// By which alone a process that was not killed says why it ended
	private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2);

	private static final long EXIT_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final String worker;

	private final Process process;

	private final ChildOutput output;

	private final ProcessEnd end = new ProcessEnd();

	// Until when its last words are waited for, by all who want to know them
	private final AtomicReference<@Nullable Long> lastWordsUntil = new AtomicReference<>();

	// Holding it open keeps the child alive
	private final DataOutputStream life;

	private ChildProcess(String worker, Process process) {
		this.worker = worker;
		this.process = process;
		this.output = new ChildOutput(worker, System::nanoTime);
		this.life = new DataOutputStream(process.getOutputStream());
	}

	/**
	 * Start a process.
	 * @param worker the name of the worker
	 * @param builder what starts it
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	static ChildProcess start(String worker, ProcessBuilder builder) throws IOException {
		ChildProcess child = new ChildProcess(worker, builder.start());
		child.output.read(child.process);
		return child;
	}

	/**
	 * Tell the process where to connect.
	 * @param introduction says so
	 * @throws IOException if it has ended already
	 */
	void introduce(Introduction introduction) throws IOException {
		introduction.write(this.life);
		this.life.flush();
	}

	long pid() {
		return this.process.pid();
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	ProcessEnd end() {
		return this.end;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Have something done when the process has ended, on a thread that must not wait.
	 * @param action what to do
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the action tells of its own failures
	void onExit(Runnable action) {
		this.process.onExit().thenRun(action);
	}

	/**
	 * Kill the process.
	 * @param reason why
	 */
	void kill(Reason reason) {
		if (this.process.isAlive()) {
			this.end.kills(reason);
		}
		this.process.destroyForcibly();
	}

	/**
	 * Wait for the end of a process that has been told to end.
	 * @param nanos how long it has until it is killed, in nanoseconds
	 */
	void awaitEnd(long nanos) {
		boolean interrupted = false;
		long deadline = System.nanoTime() + nanos;
		while (this.process.isAlive()) {
			try {
				long rest = deadline - System.nanoTime();
				if (rest <= 0) {
					kill(Reason.TERMINATED);
				}
				this.process.waitFor(Math.max(rest, TimeUnit.MILLISECONDS.toNanos(100)), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Explain why a process that should live has ended its connections. It has a moment
	 * to end itself, and is killed then.
	 * @param cause what it sent or did, if it was that
	 * @return how it ended
	 */
	WorkerProcessException explainEnd(@Nullable Throwable cause) {
		awaitEnd(EXIT_NANOS);
		awaitLastWords();
		WorkerProcessException end = this.end.describe(this.worker, pid(), this.process.exitValue(),
				this.output.lastLines());
		if (cause != null) {
			end.initCause(cause);
		}
		return end;
	}

	private void awaitLastWords() {
		long patience = (this.end.isKilled()) ? KILLED_NANOS : LAST_WORDS_NANOS;
		this.lastWordsUntil.compareAndSet(null, System.nanoTime() + patience);
		long until = Objects.requireNonNull(this.lastWordsUntil.get());
		boolean interrupted = false;
		boolean waiting = true;
		while (waiting) {
			try {
				this.end.awaitAll(until - System.nanoTime());
				this.output.awaitAll(until - System.nanoTime());
				waiting = false;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}

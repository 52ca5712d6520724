package io.github.workerthreads.worker;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reports that the process of a worker has ended, and how. It is the cause of the
 * {@link WorkerTerminatedException} that the call gets which the worker ran.
 */
public class WorkerProcessException extends WorkerException {

	private final long pid;

	private final Reason reason;

	private final @Nullable Integer exitCode;

	private final List<String> lastLines;

	/**
	 * Create an exception.
	 * @param message the message
	 * @param pid the number of the process
	 * @param reason why the process has ended
	 * @param exitCode its exit code, or {@code null} if that is not known
	 * @param lastLines the last lines that it wrote, the oldest first
	 */
	public WorkerProcessException(String message, long pid, Reason reason, @Nullable Integer exitCode,
			List<String> lastLines) {
		super(message);
		this.pid = pid;
		this.reason = reason;
		this.exitCode = exitCode;
		this.lastLines = List.copyOf(lastLines);
	}

	/**
	 * Return which process it was.
	 * @return the number of the process
	 */
	public long getPid() {
		return this.pid;
	}

	/**
	 * Return why the process has ended.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Return the exit code of the process. One that a signal has ended has 128 more than
	 * the number of the signal.
	 * @return the exit code, or {@code null} if it is not known
	 */
	public @Nullable Integer getExitCode() {
		return this.exitCode;
	}

	/**
	 * Return the last lines that the process wrote to its standard output and error.
	 * @return at most 20 lines, the oldest first
	 */
	public List<String> getLastLines() {
		return this.lastLines;
	}

	/**
	 * Reasons for which processes of workers end.
	 */
	public enum Reason {

		/**
		 * Its own code ended it, as {@link System#exit} does.
		 */
		EXIT,

		/**
		 * Its heap was full.
		 */
		OUT_OF_MEMORY,

		/**
		 * A signal from outside ended it, such as that of {@code kill -9} or of an
		 * operating system that runs out of memory.
		 */
		SIGNAL,

		/**
		 * Its JVM crashed, most often in native code.
		 */
		CRASH,

		/**
		 * It gave no sign of life and was killed.
		 */
		UNRESPONSIVE,

		/**
		 * It did not keep to the worker protocol and was killed.
		 */
		PROTOCOL,

		/**
		 * It was killed since its worker was terminated.
		 */
		TERMINATED;

		/**
		 * Return whether somebody else has ended the process.
		 * @return whether it was killed, by the process that has started it or another
		 * one
		 */
		public boolean isForce() {
			return this == SIGNAL || this == UNRESPONSIVE || this == PROTOCOL || this == TERMINATED;
		}

	}

}

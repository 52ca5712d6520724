package io.github.workerthreads.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The pool's hold on one worker. Thread-safe.
 */
public interface WorkerLink {

	/**
	 * Start the worker. Returns before it is ready; the listener hears when it is.
	 */
	void start();

	/**
	 * Hand an assignment to the worker. The pool does so only while the worker is idle.
	 * @param assignment the assignment
	 */
	void execute(Assignment assignment);

	/**
	 * Interrupt what the worker runs now. The caller makes sure that it is the task that
	 * is meant.
	 */
	void interrupt();

	/**
	 * Ask the worker to end by the means of its rung, whatever it runs. The listener
	 * hears of the end if it comes.
	 */
	void terminate();

	/**
	 * End the worker at once, whatever it is about to close, if its rung has the means to
	 * end anything. The listener hears of the end.
	 * @return whether the worker ends by this; if not, nothing is known
	 */
	default boolean kill() {
		return false;
	}

	/**
	 * Return the CPU time that the worker has used.
	 * @return the time, or {@code null} if the rung cannot tell
	 */
	default @Nullable Duration cpuTime() {
		return inspect().cpuTime();
	}

	/**
	 * Return how much of a heap of its own the worker uses.
	 * @return the bytes, or {@code null} if it has no such heap or has not told yet
	 */
	default @Nullable Long usedHeapBytes() {
		return null;
	}

	/**
	 * Look at the worker from outside; works even while it is stuck in a loop.
	 * @return what the worker does now
	 */
	WorkerInspection inspect();

	/**
	 * Look at where the worker is, from outside; costs the least that the rung can.
	 * @return the stack of its thread, innermost frame first; empty if it has ended or
	 * did not tell
	 */
	default List<StackTraceElement> stackTrace() {
		return inspect().stackTrace();
	}

	/**
	 * Have the JVM that the worker has to itself write what it knows to a file, and wait
	 * until it has. It goes on meanwhile, even if it is stuck in a loop.
	 * @param diagnosis what to write, and where
	 * @throws UnsupportedOperationException if the worker has no JVM to itself
	 * @throws IOException if it could not be written
	 */
	default void diagnose(Diagnosis diagnosis) throws IOException {
		throw new UnsupportedOperationException();
	}

}

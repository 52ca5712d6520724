package io.github.workerthreads.worker;

import java.io.PrintStream;

import org.jspecify.annotations.Nullable;

/**
 * What code that runs on a worker can learn of the worker it runs on.
 */
public interface WorkerContext {

	/**
	 * Return the name of the worker, such as {@code worker-images-3}.
	 * @return the name of the worker
	 */
	String workerName();

	/**
	 * Return the number of the worker.
	 * @return a number that is unique among long-lived workers of this process, or -1 on
	 * a worker of a pool
	 */
	default long threadId() {
		return -1;
	}

	/**
	 * Return the port to the parent of a long-lived worker. It keeps the worker alive as
	 * long as it has a listener.
	 * @return the port, or {@code null} on a worker of a pool
	 */
	default @Nullable MessagePort parentPort() {
		return null;
	}

	/**
	 * Return what the parent gave to a long-lived worker.
	 * @return the worker's own clone, or {@code null}
	 */
	default @Nullable Object workerData() {
		return null;
	}

	/**
	 * End a long-lived worker from inside. Counterpart of {@code process.exit()} in a
	 * Node worker: the code after this does not run, except for {@code finally} blocks.
	 * @param exitCode what the parent gets
	 * @throws UnsupportedOperationException on a worker of a pool, which ends when its
	 * pool says so
	 */
	default void exit(int exitCode) {
		throw new UnsupportedOperationException(
				"Worker '%s' belongs to a pool, which decides when it ends".formatted(workerName()));
	}

	/**
	 * Return where this worker's output goes. {@link System#out} is that of the whole
	 * JVM.
	 * @return the stream that the parent chose
	 */
	default PrintStream stdout() {
		return System.out;
	}

	/**
	 * Return where this worker's output of errors goes.
	 * @return the stream that the parent chose
	 */
	default PrintStream stderr() {
		return System.err;
	}

	/**
	 * Return the context of the worker that the current thread belongs to.
	 * @return the context, or {@code null} on a thread that is not a worker's (Node's
	 * {@code isMainThread})
	 */
	static @Nullable WorkerContext current() {
		return (Thread.currentThread() instanceof Carrier carrier) ? carrier.workerContext() : null;
	}

	/**
	 * A thread that belongs to a worker.
	 */
	interface Carrier {

		/**
		 * Return the context of the worker that this thread belongs to.
		 * @return the context
		 */
		WorkerContext workerContext();

		/**
		 * Return the loop that delivers messages on this thread.
		 * @return the loop, or {@code null} if this thread has none
		 */
		default @Nullable EventLoop eventLoop() {
			return null;
		}

	}

}

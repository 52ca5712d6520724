package io.github.workerthreads.worker;

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

package io.github.workerthreads.worker;

import java.io.PrintStream;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * What code that runs on a worker can learn of its worker and its task, and say while it
 * runs. On a worker of a pool a context belongs to one task: each task has to ask for its
 * own, and one that is kept can send nothing when its task has ended.
 */
public interface WorkerContext {

	/**
	 * Return the number of the worker, unique within this process and never used twice
	 * (Node's {@code threadId}).
	 * @return the number, from 1
	 */
	long workerId();

	/**
	 * Return the name of the worker, such as {@code worker-images-3}.
	 * @return the name of the worker
	 */
	String workerName();

	/**
	 * Return the name of the pool that the worker belongs to.
	 * @return the name of the pool, or {@code null} for a worker of no pool
	 */
	@Nullable String poolName();

	/**
	 * Return the number of the task, unique within its pool.
	 * @return the task number, the same as {@link WorkerFuture#taskId()}; 0 on a
	 * long-lived worker
	 */
	long taskId();

	/**
	 * Return the signal by which the task, or a long-lived worker, hears that it is to
	 * stop.
	 * @return the signal of this task, the same at each call
	 */
	CancellationSignal cancellationSignal();

	/**
	 * Tell the caller how far the task has come. The caller gets a copy, made by this
	 * method, at {@link WorkerFuture#onProgress}; a method that returns a stream gives it
	 * as an item of that stream. This waits while a consumer, or the demand of a stream,
	 * is behind, and never where nobody listens.
	 * @param progress what to tell
	 * @throws DataCloneException if it cannot be cloned, with a path such as
	 * {@code progress.stream}
	 * @throws CancellationException if the task was told to stop while this waited, or
	 * was stopped and given up on before
	 * @throws IllegalStateException on another thread than the worker's, or when the task
	 * of this context has ended
	 * @throws UnsupportedOperationException on a long-lived worker, which posts to its
	 * {@link #parentPort()} instead
	 */
	void emit(Object progress);

	/**
	 * Return the number of the worker by Node's name.
	 * @return the same as {@link #workerId()}
	 */
	default long threadId() {
		return workerId();
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
	 * Return the context of the task that the current thread runs.
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
		 * Return the context of the task that this thread runs. For the thread itself
		 * only.
		 * @return the context, or {@code null} if it runs none
		 */
		@Nullable WorkerContext workerContext();

		/**
		 * Return the loop that delivers messages on this thread.
		 * @return the loop, or {@code null} if this thread has none
		 */
		default @Nullable EventLoop eventLoop() {
			return null;
		}

	}

}

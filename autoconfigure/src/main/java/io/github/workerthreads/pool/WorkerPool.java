package io.github.workerthreads.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Call;
import io.github.workerthreads.runtime.Diagnosis;
import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.PoolSaturatedException;
import io.github.workerthreads.worker.TransferList;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerTerminatedException;

/**
 * Workers of one isolation behind one bounded queue. Inputs are cloned on the caller's
 * thread, results on the worker's, so nothing mutable is shared. Every accepted call
 * completes exactly once, and every failure of a call, rejection and
 * {@link DataCloneException} too, comes through its future.
 * <p>
 * Thread-safe.
 */
public interface WorkerPool extends AutoCloseable {

	/**
	 * Return the name of the pool.
	 * @return the name
	 */
	String name();

	/**
	 * Return what the pool was built with.
	 * @return the options
	 */
	WorkerPoolOptions options();

	/**
	 * Return what the pool's rung can do.
	 * @return the capabilities
	 */
	RuntimeCapabilities capabilities();

	/**
	 * Run a function on a worker, on every isolation.
	 * @param <I> the type of the input
	 * @param <O> the type of the result
	 * @param function the class of the function, with a no-argument constructor
	 * @param input the input, cloned before this returns
	 * @return the outcome
	 */
	default <I extends @Nullable Object, O extends @Nullable Object> WorkerFuture<O> run(
			Class<? extends WorkerFunction<I, O>> function, I input) {
		return run(function, input, TaskOptions.defaults());
	}

	/**
	 * Run a function on a worker, on every isolation.
	 * @param <I> the type of the input
	 * @param <O> the type of the result
	 * @param function the class of the function, with a no-argument constructor
	 * @param input the input, cloned before this returns
	 * @param options what to choose for this call
	 * @return the outcome
	 */
	default <I extends @Nullable Object, O extends @Nullable Object> WorkerFuture<O> run(
			Class<? extends WorkerFunction<I, O>> function, I input, TaskOptions options) {
		return run(function, input, TransferList.nothing(), options);
	}

	/**
	 * Run a function on a worker, on every isolation, and move what is listed to it. What
	 * the pool does not accept leaves everything attached; a call that ends before it has
	 * begun does not, and closes what moved.
	 * @param <I> the type of the input
	 * @param <O> the type of the result
	 * @param function the class of the function, with a no-argument constructor
	 * @param input the input, cloned before this returns
	 * @param transfer what moves with the input instead of being cloned
	 * @param options what to choose for this call
	 * @return the outcome
	 */
	<I extends @Nullable Object, O extends @Nullable Object> WorkerFuture<O> run(
			Class<? extends WorkerFunction<I, O>> function, I input, TransferList transfer, TaskOptions options);

	/**
	 * Run a function once for each input, on as many workers as there are. Each call is
	 * accepted, and fails, by itself.
	 * @param <I> the type of the inputs
	 * @param <O> the type of the results
	 * @param function the class of the function, with a no-argument constructor
	 * @param inputs the inputs, each cloned before this returns
	 * @param options what to choose for each of these calls
	 * @return the outcomes in the order of the inputs
	 */
	default <I extends @Nullable Object, O extends @Nullable Object> List<WorkerFuture<O>> runAll(
			Class<? extends WorkerFunction<I, O>> function, Collection<? extends I> inputs, TaskOptions options) {
		List<WorkerFuture<O>> futures = new ArrayList<>(inputs.size());
		for (I input : inputs) {
			futures.add(run(function, input, options));
		}
		return futures;
	}

	/**
	 * Run a function once on every worker that is up, such as to fill or empty a cache
	 * that each has of its own. The calls wait until their workers have ended what they
	 * run, whatever the capacity of the queue; if its worker ends first, a call fails
	 * with a {@link WorkerTerminatedException}. Workers that start later do not run it.
	 * @param <I> the type of the input
	 * @param <O> the type of the results
	 * @param function the class of the function, with a no-argument constructor
	 * @param input the input, cloned for each worker before this returns
	 * @param options what to choose for each of these calls; a key has no effect
	 * @return the outcomes, one for each worker
	 */
	<I extends @Nullable Object, O extends @Nullable Object> List<WorkerFuture<O>> runOnAll(
			Class<? extends WorkerFunction<I, O>> function, I input, TaskOptions options);

	/**
	 * Run a lambda on a worker that shares the heap. What the lambda captures is shared
	 * with it; its result is cloned. On other isolations the future fails with an
	 * {@link UnsupportedOperationException} that says why.
	 * @param <O> the type of the result
	 * @param body the code to run
	 * @return the outcome
	 */
	default <O extends @Nullable Object> WorkerFuture<O> submit(Callable<O> body) {
		return submit(body, TaskOptions.defaults());
	}

	/**
	 * Run a lambda on a worker that shares the heap. What the lambda captures is shared
	 * with it; its result is cloned. On other isolations the future fails with an
	 * {@link UnsupportedOperationException} that says why.
	 * @param <O> the type of the result
	 * @param body the code to run
	 * @param options what to choose for this call
	 * @return the outcome
	 */
	<O extends @Nullable Object> WorkerFuture<O> submit(Callable<O> body, TaskOptions options);

	/**
	 * Run a call on a worker and return its outcome. {@link #run} and {@link #submit} end
	 * here.
	 * @param call the call, prepared by this method
	 * @param options what to choose for this call
	 * @return the outcome
	 */
	WorkerFuture<@Nullable Object> execute(Call call, TaskOptions options);

	/**
	 * Run a call on a worker and wait for its outcome. The wait ends at the latest when
	 * queue timeout, timeout and terminate grace have passed. An interrupt of the waiting
	 * thread cancels the call, and the thread stays interrupted.
	 * @param call the call, prepared by this method
	 * @param options what to choose for this call
	 * @return the result
	 * @throws PoolSaturatedException if the call is not accepted, or if it would wait for
	 * ever because all workers of this pool wait for calls of their own on this pool
	 * @throws Throwable what the body threw, or why there is no result
	 */
	@Nullable Object call(Call call, TaskOptions options) throws Throwable;

	/**
	 * Return what the pool does now.
	 * @return a consistent enough copy for people and meters, not a transaction
	 */
	PoolSnapshot snapshot();

	/**
	 * Return the CPU time that the workers of this pool have used so far, ended ones too.
	 * @return the time, as far as the rung can tell
	 */
	Duration cpuTime();

	/**
	 * Return how much of heaps of their own the workers of this pool use, as of their
	 * last signs of life.
	 * @return the bytes; 0 where workers share the heap of this process
	 */
	long usedHeapBytes();

	/**
	 * Look at one worker, even while it is stuck in a loop.
	 * @param workerId the id of the worker
	 * @return the worker with its stack trace
	 * @throws NoSuchElementException if the pool has no such worker
	 */
	WorkerDetails inspect(long workerId);

	/**
	 * Have the JVM of one worker write a thread dump, a heap dump or a recording to a
	 * file, and wait until it has. The worker may be stuck in a loop meanwhile.
	 * @param workerId the id of the worker
	 * @param diagnosis what to write, and where
	 * @throws NoSuchElementException if the pool has no such worker
	 * @throws UnsupportedOperationException if its workers have no JVM to themselves
	 * @throws IOException if it could not be written
	 */
	void diagnose(long workerId, Diagnosis diagnosis) throws IOException;

	/**
	 * Terminate one worker and replace it. The future completes when it is known what
	 * became of it, at the latest after the pool's {@code terminate-grace}.
	 * @param workerId the id of the worker
	 * @return what really happened
	 * @throws NoSuchElementException if the pool has no such worker
	 */
	CompletableFuture<WorkerTermination> terminate(long workerId);

	/**
	 * Stop giving tasks to workers. Calls are still accepted, up to the capacity of the
	 * queue, and their queue timeouts go on.
	 */
	void pause();

	/**
	 * Give tasks to workers again, and accept calls again after {@link #drain()}. A pool
	 * that has failed forgets why and starts its workers.
	 */
	void resume();

	/**
	 * Stop accepting calls until the pool is resumed, and let those that it has go on.
	 * @return a future that completes when the pool has no call any more, and fails with
	 * a {@link CancellationException} if the pool is resumed before
	 */
	CompletableFuture<@Nullable Void> drain();

	/**
	 * Return whether a call found the queue full and the queue is still more than half
	 * full. Counterpart of Piscina's {@code needsDrain}: who produces calls should wait.
	 * @return whether the pool needs to drain
	 */
	boolean needsDrain();

	/**
	 * Return a future that completes, on a thread that may block, when the pool does not
	 * {@linkplain #needsDrain() need drain}.
	 * @return the future, completed already if the pool doesn't need drain now
	 */
	CompletableFuture<@Nullable Void> whenDrained();

	/**
	 * Return the calls that wait or run now.
	 * @return the calls in the order of their numbers; a copy for people, not a
	 * transaction
	 */
	List<TaskSnapshot> tasks();

	/**
	 * Cancel one call, as its future does: take it from the queue, or interrupt it.
	 * @param taskId the number of the task
	 * @return what really happened; completes when that is known, at the latest after the
	 * pool's {@code terminate-grace}
	 * @throws NoSuchElementException if no such call waits or runs
	 */
	CompletableFuture<TaskCancellation> cancel(long taskId);

	/**
	 * Cancel all calls that wait for a worker. Those that run go on.
	 * @return how many were cancelled
	 */
	int cancelPending();

	/**
	 * Change the most workers. What idles ends first, what is busy after its task. A pool
	 * whose workers all stay keeps all; another one keeps as many as before, or all if
	 * those are fewer.
	 * @param size the number of workers, from 1 to {@value WorkerPoolBuilder#MAX_SIZE}
	 * @throws IllegalArgumentException if the number is out of range
	 */
	void resize(int size);

	/**
	 * Change the least and the most workers.
	 * @param minSize the workers that stay when there is nothing to do, from 0 to the
	 * size
	 * @param size the most workers, from 1 to {@value WorkerPoolBuilder#MAX_SIZE}
	 * @throws IllegalArgumentException if a number is out of range
	 */
	void resize(int minSize, int size);

	/**
	 * Replace all workers, one after the other: each ends after the task that it has,
	 * when another worker is ready to take its place. Returns before that.
	 */
	void recycle();

	/**
	 * Start a closed pool again, with new workers. Without effect on a pool that is not
	 * closed: a built pool has started already, and one that is closing stays so.
	 */
	void start();

	/**
	 * Stop accepting calls, wait for queued and running ones for the drain period, then
	 * stop what is left, as {@link WorkerPoolOptions#drainPeriod()} and
	 * {@link WorkerPoolOptions#terminateGrace()} say. When this returns every accepted
	 * call has completed, but those that their callers run. Further calls do nothing
	 * until the pool is started again.
	 */
	@Override
	void close();

}

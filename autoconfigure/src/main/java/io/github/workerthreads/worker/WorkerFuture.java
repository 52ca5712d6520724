package io.github.workerthreads.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * Outcome of one call that a worker pool took or rejected. It completes exactly once:
 * with the result, with what the body threw, or with {@link PoolSaturatedException},
 * {@link PoolClosedException}, {@link TaskTimeoutException},
 * {@link TaskCancelledException} or {@link WorkerTerminatedException}.
 * <p>
 * Thread-safe.
 *
 * @param <T> the type of the result
 */
public interface WorkerFuture<T extends @Nullable Object> extends Future<T>, CompletionStage<T> {

	/**
	 * Return the number of the task, unique within its pool and never used twice.
	 * @return the task number, from 1
	 */
	long taskId();

	/**
	 * Ask for the task to stop. A task that still waits leaves the queue at once. A
	 * running one is interrupted, and after the pool's {@code terminate-grace} ended by
	 * the means of its isolation; this future completes with a
	 * {@link TaskCancelledException} when it is known what became of the work, not
	 * before. Until then {@link #isDone()} is {@code false}.
	 * @param mayInterruptIfRunning whether a running task is to be stopped; with
	 * {@code false} only a task that still waits is cancelled
	 * @return {@code true} if the task has been or will be stopped because of this or an
	 * earlier call, {@code false} if it has completed or keeps running
	 */
	@Override
	boolean cancel(boolean mayInterruptIfRunning);

	/**
	 * Return this outcome as a {@link CompletableFuture}. Cancelling that future cancels
	 * the task; completing it by other means cancels the task as well.
	 * @return the future, the same at each call
	 */
	@Override
	CompletableFuture<T> toCompletableFuture();

}

package io.github.workerthreads.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;

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
	 * Give what the task emits to a consumer: in order, each item once, also those that
	 * came before this call, and all of them before this future completes if the consumer
	 * was there by then. The consumer runs on a thread of the pool's, for one item at a
	 * time; what it throws is logged. While it is 1,024 items behind the task waits, and
	 * with the last item this future. Where nobody listens the task never waits: the
	 * latest 1,024 items are kept, and what is dropped is counted as
	 * {@link #missedProgress()}.
	 * @param consumer gets its own copies of what the task emits
	 * @return this future
	 * @throws IllegalStateException if there is a consumer already
	 * @see WorkerContext#emit
	 */
	WorkerFuture<T> onProgress(Consumer<? super Object> consumer);

	/**
	 * Return how many items of progress were dropped, because nobody listened or because
	 * the pool was closed before the consumer was done with them.
	 * @return the number of items
	 */
	long missedProgress();

	/**
	 * Return this outcome as a {@link CompletableFuture}. Cancelling that future cancels
	 * the task; completing it by other means cancels the task as well.
	 * @return the future, the same at each call
	 */
	@Override
	CompletableFuture<T> toCompletableFuture();

	/**
	 * Return a future that has its result, for bodies of offloaded methods that are
	 * declared to return a {@code WorkerFuture}.
	 * @param <T> the type of the result
	 * @param result the result
	 * @return a completed future, with task number 0
	 */
	static <T extends @Nullable Object> WorkerFuture<T> completedFuture(T result) {
		return CompletedFuture.of(result);
	}

	/**
	 * Return a future that has failed, for bodies of offloaded methods that are declared
	 * to return a {@code WorkerFuture}.
	 * @param <T> the type of the result that there is not
	 * @param failure why
	 * @return a completed future, with task number 0
	 */
	static <T extends @Nullable Object> WorkerFuture<T> failedFuture(Throwable failure) {
		return CompletedFuture.failed(failure);
	}

}

package io.github.workerthreads.worker;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Future of no task, with its result or failure. Thread-safe.
 *
 * @param <T> the type of the result
 */
final class CompletedFuture<T extends @Nullable Object> extends CompletableFuture<T> implements WorkerFuture<T> {

	private CompletedFuture() {
	}

	static <T extends @Nullable Object> CompletedFuture<T> of(T result) {
		CompletedFuture<T> future = new CompletedFuture<>();
		future.complete(result);
		return future;
	}

	static <T extends @Nullable Object> CompletedFuture<T> failed(Throwable failure) {
		CompletedFuture<T> future = new CompletedFuture<>();
		future.completeExceptionally(failure);
		return future;
	}

	@Override
	public long taskId() {
		return 0;
	}

	@Override
	public WorkerFuture<T> onProgress(Consumer<? super Object> consumer) {
		return this;
	}

	@Override
	public long missedProgress() {
		return 0;
	}

	@Override
	public CompletableFuture<T> toCompletableFuture() {
		return this;
	}

}

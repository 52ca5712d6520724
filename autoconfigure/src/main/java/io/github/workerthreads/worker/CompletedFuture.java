package io.github.workerthreads.worker;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Future of no task, with its result. Thread-safe.
 *
 * @param <T> the type of the result
 */
final class CompletedFuture<T extends @Nullable Object> extends CompletableFuture<T> implements WorkerFuture<T> {

	CompletedFuture(T result) {
		complete(result);
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

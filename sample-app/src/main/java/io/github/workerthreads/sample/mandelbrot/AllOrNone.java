package io.github.workerthreads.sample.mandelbrot;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Joins futures of which all are needed: the first failure is the failure of the whole,
 * and cancels the others so that no worker does work which nobody will see.
 */
final class AllOrNone {

	private AllOrNone() {
	}

	/**
	 * Join futures.
	 * @param <T> the type of the results
	 * @param futures the futures
	 * @return a future of all results in the order of the futures
	 */
	static <T> CompletableFuture<List<T>> of(List<CompletableFuture<T>> futures) {
		CompletableFuture<Void> failed = new CompletableFuture<>();
		CompletableFuture<?>[] watched = futures.stream().map((future) -> future.whenComplete((result, failure) -> {
			if (failure != null && failed.completeExceptionally(failure)) {
				futures.forEach((other) -> other.cancel(true));
			}
		})).toArray(CompletableFuture[]::new);
		return CompletableFuture.anyOf(failed, CompletableFuture.allOf(watched))
			.thenApply((done) -> futures.stream().map(CompletableFuture::join).toList());
	}

}

package io.github.workerthreads.benchmarks;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Calls in flight: each new one takes the place of the oldest, whose result is awaited
 * first. Not thread-safe.
 */
final class Window {

	private final @Nullable CompletableFuture<?>[] calls;

	private int oldest;

	Window(int size) {
		this.calls = new CompletableFuture<?>[size];
	}

	@Nullable Object awaitOldest() {
		CompletableFuture<?> call = this.calls[this.oldest];
		return (call != null) ? call.join() : null;
	}

	void replaceOldest(CompletableFuture<?> call) {
		this.calls[this.oldest] = call;
		this.oldest = (this.oldest + 1 < this.calls.length) ? this.oldest + 1 : 0;
	}

	void awaitAll() {
		for (CompletableFuture<?> call : this.calls) {
			if (call != null) {
				call.join();
			}
		}
	}

}

package io.github.workerthreads.sample.mandelbrot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.sample.mandelbrot.View.Tile;
import io.github.workerthreads.worker.WorkerFuture;

/**
 * Tile that is painted and shown strip by strip. A small one may be painted before
 * anybody listens, so its end is not that of the task alone.
 *
 * @param task paints it
 * @param end completes after the last strip was shown, or with the failure of the task
 */
record ShownTile(CompletableFuture<Integer> task, CompletableFuture<?> end) {

	@SuppressWarnings("FutureReturnValueIgnored") // onProgress returns the task itself
	static ShownTile of(Tile tile, WorkerFuture<Integer> task, Consumer<Tile> strips) {
		CompletableFuture<@Nullable Void> shown = new CompletableFuture<>();
		AtomicInteger rows = new AtomicInteger();
		CompletableFuture<Integer> painted = task.toCompletableFuture();
		task.onProgress((progress) -> {
			Tile strip = (Tile) progress;
			try {
				strips.accept(strip);
			}
			finally {
				if (rows.addAndGet(strip.height()) == tile.height()) {
					shown.complete(null);
				}
			}
		});
		return new ShownTile(painted, painted.thenCompose((result) -> shown));
	}

}

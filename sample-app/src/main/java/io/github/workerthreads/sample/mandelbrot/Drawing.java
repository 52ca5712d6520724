package io.github.workerthreads.sample.mandelbrot;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * Picture that is being drawn.
 *
 * @param tiles the tasks that draw it
 */
record Drawing(List<CompletableFuture<Integer>> tiles) {

	/**
	 * Return the end of the drawing.
	 * @return a future that completes after the last strip was consumed, or with the
	 * first failure, which stops the rest
	 */
	CompletableFuture<?> end() {
		return AllOrNone.of(this.tiles);
	}

	/**
	 * Stop drawing if some tile was not accepted, before anything was shown.
	 * @throws RejectedExecutionException if a tile was not accepted
	 */
	void throwIfRejected() {
		for (CompletableFuture<Integer> tile : this.tiles) {
			try {
				tile.getNow(null);
			}
			catch (CompletionException ex) {
				if (ex.getCause() instanceof RejectedExecutionException rejection) {
					cancel();
					throw rejection;
				}
				// It has failed already, of which end() tells
			}
		}
	}

	/**
	 * Stop drawing. Tiles that wait leave the queue; those that are painted are told by
	 * their cancellation signal.
	 */
	void cancel() {
		this.tiles.forEach((tile) -> tile.cancel(true));
	}

}

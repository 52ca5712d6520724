package io.github.workerthreads.sample.mandelbrot;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import io.github.workerthreads.worker.WorkerFuture;

/**
 * Picture that is being drawn.
 *
 * @param tiles its parts
 */
record Drawing(List<ShownTile> tiles) {

	/**
	 * Stop all tasks if some was not accepted, before anything is shown.
	 * @param tasks the tasks that paint
	 * @throws RejectedExecutionException if a task was not accepted
	 */
	static void throwIfRejected(Collection<WorkerFuture<Integer>> tasks) {
		for (WorkerFuture<Integer> task : tasks) {
			try {
				task.toCompletableFuture().getNow(null);
			}
			catch (CompletionException ex) {
				if (ex.getCause() instanceof RejectedExecutionException rejection) {
					tasks.forEach((other) -> other.cancel(true));
					throw rejection;
				}
				// It has failed already, of which end() tells
			}
		}
	}

	/**
	 * Return the end of the drawing.
	 * @return a future that completes after the last strip was shown, or with the first
	 * failure, which stops the rest
	 */
	CompletableFuture<?> end() {
		CompletableFuture<?> painted = AllOrNone.of(this.tiles.stream().map(ShownTile::task).toList());
		return painted.thenCompose((result) -> allEnds());
	}

	/**
	 * Do something when nothing is shown any more.
	 * @param action what to do
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the action tells of its own failures
	void whenNothingIsShown(Runnable action) {
		allEnds().whenComplete((result, failure) -> action.run());
	}

	private CompletableFuture<?> allEnds() {
		return CompletableFuture.allOf(this.tiles.stream().map(ShownTile::end).toArray(CompletableFuture[]::new));
	}

	/**
	 * Stop drawing. Tiles that wait leave the queue; those that are painted are told by
	 * their cancellation signal.
	 */
	void cancel() {
		this.tiles.forEach((tile) -> tile.task().cancel(true));
	}

}

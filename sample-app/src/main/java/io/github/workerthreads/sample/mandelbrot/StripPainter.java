package io.github.workerthreads.sample.mandelbrot;

import java.util.Objects;

import io.github.workerthreads.sample.mandelbrot.StripPainter.Order;
import io.github.workerthreads.sample.mandelbrot.View.Tile;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * Worker function that paints one tile on the canvas and tells which strips are done. It
 * looks at its cancellation signal between strips, so that a drawing which nobody watches
 * any more ends and leaves the worker to others.
 */
class StripPainter implements WorkerFunction<Order, Integer> {

	private static final int ROWS = 4;

	private final TilePainter painter = new TilePainter();

	@Override
	public Integer apply(Order order) throws InterruptedException {
		WorkerContext context = Objects.requireNonNull(WorkerContext.current());
		Tile tile = order.tile();
		int painted = 0;
		try (Canvas canvas = order.canvas()) {
			while (painted < tile.height()) {
				context.cancellationSignal().throwIfCancelled();
				Tile strip = tile.rows(painted, Math.min(ROWS, tile.height() - painted));
				canvas.paint(strip, this.painter.apply(strip));
				context.emit(strip);
				painted += strip.height();
			}
		}
		return painted;
	}

	/**
	 * What to paint.
	 *
	 * @param tile the part of the picture
	 * @param canvas where to paint it
	 */
	record Order(Tile tile, Canvas canvas) {

	}

	/**
	 * Painted rows of a tile.
	 *
	 * @param x the first column
	 * @param y the first row
	 * @param width the width in pixels
	 * @param height the height in pixels
	 * @param rgb red, green and blue of each pixel, row by row
	 */
	@SuppressWarnings("ArrayRecordComponent") // a message, never compared
	record Strip(int x, int y, int width, int height, byte[] rgb) {

	}

}

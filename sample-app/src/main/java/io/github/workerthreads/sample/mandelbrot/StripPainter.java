package io.github.workerthreads.sample.mandelbrot;

import java.util.Objects;

import io.github.workerthreads.sample.mandelbrot.View.Tile;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * Worker function that paints one tile and emits it strip by strip. It looks at its
 * cancellation signal between strips, so that a drawing which nobody watches any more
 * ends and leaves the worker to others.
 */
class StripPainter implements WorkerFunction<Tile, Integer> {

	private static final int ROWS = 4;

	private final TilePainter painter = new TilePainter();

	@Override
	public Integer apply(Tile tile) throws InterruptedException {
		WorkerContext context = Objects.requireNonNull(WorkerContext.current());
		int painted = 0;
		while (painted < tile.height()) {
			context.cancellationSignal().throwIfCancelled();
			Tile strip = tile.rows(painted, Math.min(ROWS, tile.height() - painted));
			context
				.emit(new Strip(strip.x(), strip.y(), strip.width(), strip.height(), bytes(this.painter.apply(strip))));
			painted += strip.height();
		}
		return painted;
	}

	private static byte[] bytes(int[] pixels) {
		byte[] rgb = new byte[3 * pixels.length];
		for (int i = 0; i < pixels.length; i++) {
			rgb[3 * i] = (byte) (pixels[i] >> 16);
			rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
			rgb[3 * i + 2] = (byte) pixels[i];
		}
		return rgb;
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

package io.github.workerthreads.sample.mandelbrot;

import io.github.workerthreads.sample.mandelbrot.View.Tile;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * Worker function that paints one tile of a picture of the Mandelbrot set. It looks for
 * an interrupt after each row, so that a deadline or a terminated worker ends it at once.
 */
class TilePainter implements WorkerFunction<Tile, int[]> {

	private static final double ESCAPE_RADIUS_SQUARED = 256;

	private static final int INSIDE = 0x0b1020;

	@Override
	public int[] apply(Tile tile) throws InterruptedException {
		int[] pixels = new int[tile.width() * tile.height()];
		for (int row = 0; row < tile.height(); row++) {
			if (Thread.interrupted()) {
				throw new InterruptedException("Interrupted in row %d of %d".formatted(row, tile.height()));
			}
			for (int column = 0; column < tile.width(); column++) {
				double real = tile.view().real(tile.x() + column);
				double imaginary = tile.view().imaginary(tile.y() + row);
				pixels[row * tile.width() + column] = color(real, imaginary, tile.view().iterations());
			}
		}
		return pixels;
	}

	private static int color(double real, double imaginary, int iterations) {
		double x = 0;
		double y = 0;
		for (int n = 0; n < iterations; n++) {
			double xx = x * x;
			double yy = y * y;
			if (xx + yy > ESCAPE_RADIUS_SQUARED) {
				return shade(n + 1 - Math.log(Math.log(xx + yy) / 2) / Math.log(2));
			}
			y = 2 * x * y + imaginary;
			x = xx - yy + real;
		}
		return INSIDE;
	}

	/**
	 * Return a color that changes smoothly with the speed of escape.
	 * @param speed the iterations until the escape, with a fraction
	 * @return the color as 0xRRGGBB
	 */
	private static int shade(double speed) {
		double phase = 0.8 * Math.sqrt(Math.max(0, speed));
		return (channel(phase - 0.6) << 16) | (channel(phase) << 8) | channel(phase + 0.7);
	}

	private static int channel(double phase) {
		return (int) Math.round(127.5 - 127.5 * Math.cos(phase));
	}

}

package io.github.workerthreads.sample.mandelbrot;

import io.github.workerthreads.sample.mandelbrot.StripPainter.Strip;
import io.github.workerthreads.sample.mandelbrot.View.Tile;
import io.github.workerthreads.worker.SharedMemory;

/**
 * Picture in memory that all workers paint on: a message with it has another handle of
 * the same bytes.
 *
 * @param memory red, green and blue of each pixel, row by row
 * @param width the width of the picture in pixels
 */
record Canvas(SharedMemory memory, int width) implements AutoCloseable {

	private static final int BYTES_PER_PIXEL = 3;

	static Canvas of(View view) {
		return new Canvas(SharedMemory.allocate((long) BYTES_PER_PIXEL * view.width() * view.height()), view.width());
	}

	/**
	 * Paint a tile.
	 * @param tile where
	 * @param pixels its pixels, row by row
	 */
	void paint(Tile tile, int[] pixels) {
		byte[] row = new byte[BYTES_PER_PIXEL * tile.width()];
		for (int y = 0; y < tile.height(); y++) {
			for (int x = 0; x < tile.width(); x++) {
				int pixel = pixels[y * tile.width() + x];
				row[BYTES_PER_PIXEL * x] = (byte) (pixel >> 16);
				row[BYTES_PER_PIXEL * x + 1] = (byte) (pixel >> 8);
				row[BYTES_PER_PIXEL * x + 2] = (byte) pixel;
			}
			this.memory.put(offset(tile.x(), tile.y() + y), row, 0, row.length);
		}
	}

	/**
	 * Look at a part of the picture.
	 * @param tile the part
	 * @return its pixels
	 */
	Strip look(Tile tile) {
		int rowLength = BYTES_PER_PIXEL * tile.width();
		byte[] rgb = new byte[rowLength * tile.height()];
		for (int y = 0; y < tile.height(); y++) {
			this.memory.get(offset(tile.x(), tile.y() + y), rgb, y * rowLength, rowLength);
		}
		return new Strip(tile.x(), tile.y(), tile.width(), tile.height(), rgb);
	}

	private int offset(int x, int y) {
		return BYTES_PER_PIXEL * (y * this.width + x);
	}

	@Override
	public void close() {
		this.memory.close();
	}

}

package io.github.workerthreads.sample.mandelbrot;

import java.util.ArrayList;
import java.util.List;

/**
 * Picture of the Mandelbrot set to draw. The whole set is in view, whatever the ratio.
 *
 * @param width the width in pixels
 * @param height the height in pixels
 * @param iterations after how many iterations a point counts as inside
 */
record View(int width, int height, int iterations) {

	private static final int TILES_PER_SIDE = 8;

	private static final double CENTER_X = -0.65;

	private static final double SET_WIDTH = 3.1;

	private static final double SET_HEIGHT = 2.5;

	/**
	 * Return the real part of a column of pixels.
	 * @param column the column
	 * @return the real part
	 */
	double real(int column) {
		return CENTER_X + (column - (this.width - 1) / 2.0) * step();
	}

	/**
	 * Return the imaginary part of a row of pixels.
	 * @param row the row
	 * @return the imaginary part
	 */
	double imaginary(int row) {
		return ((this.height - 1) / 2.0 - row) * step();
	}

	private double step() {
		return Math.max(SET_WIDTH / this.width, SET_HEIGHT / this.height);
	}

	/**
	 * Cut the picture into tiles, few enough for a queue and enough to keep many workers
	 * busy although some tiles take far longer than others.
	 * @return the tiles, which cover each pixel once
	 */
	List<Tile> tiles() {
		int tileWidth = (this.width + TILES_PER_SIDE - 1) / TILES_PER_SIDE;
		int tileHeight = (this.height + TILES_PER_SIDE - 1) / TILES_PER_SIDE;
		List<Tile> tiles = new ArrayList<>();
		for (int y = 0; y < this.height; y += tileHeight) {
			for (int x = 0; x < this.width; x += tileWidth) {
				tiles.add(new Tile(this, x, y, Math.min(tileWidth, this.width - x),
						Math.min(tileHeight, this.height - y)));
			}
		}
		return tiles;
	}

	/**
	 * Rectangle of a picture.
	 *
	 * @param view the picture
	 * @param x the first column
	 * @param y the first row
	 * @param width the width in pixels
	 * @param height the height in pixels
	 */
	record Tile(View view, int x, int y, int width, int height) {

		/**
		 * Return some rows of this tile.
		 * @param from the first row, counted from that of the tile
		 * @param count how many
		 * @return a tile of these rows
		 */
		Tile rows(int from, int count) {
			return new Tile(this.view, this.x, this.y + from, this.width, count);
		}

	}

}

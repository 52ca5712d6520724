package io.github.workerthreads.sample.mandelbrot;

import java.awt.image.BufferedImage;
import java.io.IOException;

import io.github.workerthreads.sample.Png;
import io.github.workerthreads.worker.WorkerFunction;

/**
 * Worker function that encodes pixels as a PNG file.
 */
class PictureEncoder implements WorkerFunction<PictureEncoder.Pixels, byte[]> {

	@Override
	public byte[] apply(Pixels pixels) throws IOException {
		BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
		image.setRGB(0, 0, pixels.width(), pixels.height(), pixels.rgb(), 0, pixels.width());
		return Png.encode(image);
	}

	/**
	 * Pixels of a picture, row by row.
	 *
	 * @param width the width in pixels
	 * @param height the height in pixels
	 * @param rgb the colors as 0xRRGGBB
	 */
	@SuppressWarnings("ArrayRecordComponent") // a message, never compared
	record Pixels(int width, int height, int[] rgb) {

	}

}

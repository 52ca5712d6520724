package io.github.workerthreads.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encoder of PNG files that uses no temporary file.
 */
public final class Png {

	private Png() {
	}

	/**
	 * Encode an image.
	 * @param image the image
	 * @return the bytes of the file
	 * @throws IOException if the image cannot be encoded
	 */
	public static byte[] encode(BufferedImage image) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
			ImageIO.write(image, "png", output);
		}
		return bytes.toByteArray();
	}

}

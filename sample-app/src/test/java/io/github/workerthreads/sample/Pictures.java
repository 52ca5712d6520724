package io.github.workerthreads.sample;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import javax.imageio.ImageIO;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The photographs of the tests, and pictures made for one purpose.
 */
public final class Pictures {

	private Pictures() {
	}

	/**
	 * Return a cat, PNG, 451 x 300.
	 * @return the bytes of the file
	 */
	public static byte[] cat() {
		return file("chelsea.png");
	}

	/**
	 * Return a rocket, JPEG, 640 x 427.
	 * @return the bytes of the file
	 */
	public static byte[] rocket() {
		return file("rocket.jpg");
	}

	/**
	 * Return a cup of coffee, JPEG, 400 x 600, of which the EXIF data says that it lies
	 * on its side.
	 * @return the bytes of the file
	 */
	public static byte[] turnedCoffee() {
		return file("coffee-turned.jpg");
	}

	/**
	 * Return the cup of coffee upright, JPEG, 600 x 400, the page's example.
	 * @return the bytes of the file
	 */
	public static byte[] coffee() {
		return resource("/static/coffee.jpg");
	}

	/**
	 * Return a picture of one gray, of few bytes however large.
	 * @param width the width
	 * @param height the height
	 * @return the bytes of a PNG
	 */
	public static byte[] blank(int width, int height) {
		return encode(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png");
	}

	/**
	 * Return a picture of few bytes that takes far more memory than others with as many
	 * pixels: each has four numbers of 16 bits.
	 * @param width the width
	 * @param height the height
	 * @return the bytes of a PNG
	 */
	public static byte[] deep(int width, int height) {
		ColorModel colors = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), true, false,
				Transparency.TRANSLUCENT, DataBuffer.TYPE_USHORT);
		return encode(new BufferedImage(colors, colors.createCompatibleWritableRaster(width, height), false, null),
				"png");
	}

	public static byte[] encode(BufferedImage image, String format) {
		try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
			assertThat(ImageIO.write(image, format, bytes)).isTrue();
			return bytes.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static BufferedImage decode(byte[] bytes) {
		try {
			BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
			assertThat(image).as("picture of %d bytes", bytes.length).isNotNull();
			return image;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return how far two pictures of one size are apart.
	 * @param one a picture
	 * @param other a picture
	 * @return the mean difference of a color channel, from 0 to 255
	 */
	public static double difference(BufferedImage one, BufferedImage other) {
		assertThat(one.getWidth()).isEqualTo(other.getWidth());
		assertThat(one.getHeight()).isEqualTo(other.getHeight());
		long sum = 0;
		for (int y = 0; y < one.getHeight(); y++) {
			for (int x = 0; x < one.getWidth(); x++) {
				int a = one.getRGB(x, y);
				int b = other.getRGB(x, y);
				for (int shift = 0; shift <= 16; shift += 8) {
					sum += Math.abs(((a >> shift) & 0xff) - ((b >> shift) & 0xff));
				}
			}
		}
		return sum / (3.0 * one.getWidth() * one.getHeight());
	}

	/**
	 * Return a photograph by the name of its file.
	 * @param name the name
	 * @return the bytes of the file
	 */
	public static byte[] file(String name) {
		return resource("/pictures/" + name);
	}

	private static byte[] resource(String name) {
		try (InputStream input = Pictures.class.getResourceAsStream(name)) {
			assertThat(input).as(name).isNotNull();
			return input.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

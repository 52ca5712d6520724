package io.github.workerthreads.sample.thumbnail;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.workerthreads.sample.Pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ThumbnailMaker}.
 */
class ThumbnailMakerTests {

	private final ThumbnailMaker maker = new ThumbnailMaker(1_000_000);

	@Test
	void thumbnailKeepsTheRatio() throws Exception {
		assertSize(thumbnail(Pictures.rocket(), 240), 240, 160);
		assertSize(thumbnail(Pictures.cat(), 100), 100, 67);
	}

	@Test
	void thumbnailIsAPng() throws Exception {
		assertThat(this.maker.make(Pictures.rocket(), 240, false)).startsWith(0x89, 'P', 'N', 'G');
	}

	@Test
	void thumbnailLooksLikeThePicture() throws Exception {
		BufferedImage thumbnail = thumbnail(Pictures.cat(), 150);
		assertThat(Pictures.difference(thumbnail, meanOfNineths(Pictures.decode(Pictures.cat())))).isLessThan(4);
	}

	@Test
	void thumbnailIsNotWiderThanThePicture() throws Exception {
		assertSize(thumbnail(Pictures.rocket(), 2000), 640, 427);
	}

	@Test
	void thumbnailMayBeWiderThanThePictureWhenAsked() throws Exception {
		byte[] thumbnail = this.maker.make(Pictures.rocket(), 960, true);
		assertSize(Pictures.decode(thumbnail), 960, 641);
	}

	@Test
	void pictureOnItsSideIsPutUpright() throws Exception {
		BufferedImage turned = thumbnail(Pictures.turnedCoffee(), 300);
		assertSize(turned, 300, 200);
		assertThat(Pictures.difference(turned, thumbnail(Pictures.coffee(), 300))).isLessThan(3);
	}

	@ParameterizedTest
	@CsvSource({ "1, 2, 1, red", "2, 2, 1, green", "3, 2, 1, yellow", "4, 2, 1, blue", "5, 1, 2, red", "6, 1, 2, blue",
			"7, 1, 2, yellow", "8, 1, 2, green" })
	void everyOrientationPutsItsOwnCornerOnTopLeft(int orientation, int width, int height, String corner)
			throws Exception {
		BufferedImage thumbnail = thumbnail(withOrientation(fourCorners(), orientation), width * 40);
		assertSize(thumbnail, width * 40, height * 40);
		assertColor(thumbnail.getRGB(5, 5), color(corner));
	}

	@Test
	void alphaIsKept() throws Exception {
		BufferedImage picture = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
		Graphics2D graphics = picture.createGraphics();
		graphics.setColor(Color.RED);
		graphics.fillRect(0, 0, 50, 100);
		graphics.dispose();
		BufferedImage thumbnail = thumbnail(Pictures.encode(picture, "png"), 20);
		assertThat(thumbnail.getRGB(2, 10)).isEqualTo(Color.RED.getRGB());
		assertThat(thumbnail.getRGB(17, 10) >>> 24).isZero();
	}

	@Test
	void pictureWithoutAlphaGetsNone() throws Exception {
		assertThat(thumbnail(Pictures.rocket(), 50).getColorModel().hasAlpha()).isFalse();
	}

	@Test
	void narrowPictureKeepsAPixelOfHeight() throws Exception {
		assertSize(thumbnail(Pictures.blank(1000, 1), 10), 10, 1);
	}

	@Test
	void pictureOfTooManyPixelsIsRefusedFromItsHeader() {
		assertRefused(headerOf(60_000, 60_000), 100, false,
				"The picture has 60000 x 60000 pixels, more than the 1000000 that are allowed");
	}

	@Test
	void thumbnailOfTooManyPixelsIsRefused() {
		assertRefused(Pictures.blank(1, 1000), 1000, true,
				"The thumbnail would have 1000 x 1000000 pixels, more than the 1000000 that are allowed");
	}

	@Test
	void emptyPictureIsRefused() {
		assertRefused(new byte[0], 100, false, "The picture is empty: it has no bytes");
	}

	@Test
	void bytesThatAreNoPictureAreRefused() {
		assertRefused("Hello, world".getBytes(), 100, false, "The bytes are not a picture: send a JPEG or PNG");
	}

	@Test
	void otherFormatIsRefused() {
		byte[] gif = Pictures.encode(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY), "gif");
		assertRefused(gif, 100, false, "The picture is a gif file: send a JPEG or PNG");
	}

	@ParameterizedTest
	@CsvSource({ "10", "100", "3000", "40000", "112000" })
	void truncatedJpegIsRefused(int length) {
		assertDamaged(Arrays.copyOf(Pictures.rocket(), length));
	}

	@ParameterizedTest
	@CsvSource({ "10", "100", "3000", "40000", "240000" })
	void truncatedPngIsRefused(int length) {
		assertDamaged(Arrays.copyOf(Pictures.cat(), length));
	}

	@Test
	void pictureWithColorsForPrintIsRefused() throws Exception {
		assertRefused(cmyk(), 100, false,
				"The picture has colors for print (such as CMYK): save it with RGB colors for screens");
	}

	@ParameterizedTest
	@ValueSource(strings = { "chelsea.png", "rocket.jpg", "coffee-turned.jpg" })
	void anyDamageIsSurvivedOrRefusedWithAReason(String name) throws Exception {
		byte[] whole = Pictures.file(name);
		Random random = new Random(name.hashCode());
		for (int round = 0; round < 60; round++) {
			byte[] damaged = whole.clone();
			int reach = (round % 2 == 0) ? 1000 : damaged.length;
			for (int i = 0; i <= round % 10; i++) {
				damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
			}
			try {
				this.maker.make(damaged, 50, false);
			}
			catch (UnreadablePictureException ex) {
				assertThat(ex.getMessage()).startsWith("The ").doesNotContain("null");
			}
		}
	}

	private void assertDamaged(byte[] picture) {
		assertThatExceptionOfType(UnreadablePictureException.class)
			.isThrownBy(() -> this.maker.make(picture, 100, false))
			.withMessageStartingWith("The picture is damaged: ")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("null"));
	}

	private void assertRefused(byte[] picture, int width, boolean enlarge, String reason) {
		assertThatExceptionOfType(UnreadablePictureException.class)
			.isThrownBy(() -> this.maker.make(picture, width, enlarge))
			.withMessage(reason);
	}

	private BufferedImage thumbnail(byte[] picture, int width) throws Exception {
		return Pictures.decode(this.maker.make(picture, width, false));
	}

	private static void assertSize(BufferedImage image, int width, int height) {
		assertThat(image.getWidth()).as("width").isEqualTo(width);
		assertThat(image.getHeight()).as("height").isEqualTo(height);
	}

	private static void assertColor(int actual, Color expected) {
		Color color = new Color(actual);
		assertThat(color.getRed()).isCloseTo(expected.getRed(), within(12));
		assertThat(color.getGreen()).isCloseTo(expected.getGreen(), within(12));
		assertThat(color.getBlue()).isCloseTo(expected.getBlue(), within(12));
	}

	private static Color color(String name) {
		return switch (name) {
			case "red" -> Color.RED;
			case "green" -> Color.GREEN;
			case "blue" -> Color.BLUE;
			default -> Color.YELLOW;
		};
	}

	/**
	 * A JPEG of 80 x 40 pixels: red, green; blue, yellow.
	 */
	private static byte[] fourCorners() {
		BufferedImage image = new BufferedImage(80, 40, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		Color[] colors = { Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW };
		for (int i = 0; i < colors.length; i++) {
			graphics.setColor(colors[i]);
			graphics.fillRect(40 * (i % 2), 20 * (i / 2), 40, 20);
		}
		graphics.dispose();
		return Pictures.encode(image, "jpg");
	}

	/**
	 * Insert an EXIF segment of one tag, the orientation, after the start of a JPEG.
	 */
	private static byte[] withOrientation(byte[] jpeg, int orientation) {
		byte[] exif = ByteBuffer.allocate(36)
			.putShort((short) 0xffe1)
			.putShort((short) 34)
			.put(new byte[] { 'E', 'x', 'i', 'f', 0, 0, 'M', 'M' })
			.putShort((short) 42)
			.putInt(8)
			.putShort((short) 1)
			.putShort((short) 0x0112)
			.putShort((short) 3)
			.putInt(1)
			.putShort((short) orientation)
			.putShort((short) 0)
			.putInt(0)
			.array();
		return ByteBuffer.allocate(jpeg.length + exif.length)
			.put(jpeg, 0, 2)
			.put(exif)
			.put(jpeg, 2, jpeg.length - 2)
			.array();
	}

	/**
	 * A JPEG of four colors, as programs for print make them.
	 */
	private static byte[] cmyk() throws IOException {
		ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
			writer.setOutput(output);
			writer
				.write(new IIOImage(Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null), null, null));
		}
		finally {
			writer.dispose();
		}
		return bytes.toByteArray();
	}

	/**
	 * A PNG that is nothing but its header.
	 */
	private static byte[] headerOf(int width, int height) {
		ByteBuffer chunk = ByteBuffer.allocate(17)
			.put(new byte[] { 'I', 'H', 'D', 'R' })
			.putInt(width)
			.putInt(height)
			.put(new byte[] { 8, 2, 0, 0, 0 });
		CRC32 checksum = new CRC32();
		checksum.update(chunk.array());
		return ByteBuffer.allocate(33)
			.putLong(0x89504e470d0a1a0aL)
			.putInt(13)
			.put(chunk.array())
			.putInt((int) checksum.getValue())
			.array();
	}

	/**
	 * Scale 451 x 300 to 150 x 100 by a plain mean, which no library had a hand in.
	 */
	private static BufferedImage meanOfNineths(BufferedImage picture) {
		BufferedImage mean = new BufferedImage(150, 100, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < 100; y++) {
			for (int x = 0; x < 150; x++) {
				int[] sums = new int[3];
				for (int i = 0; i < 9; i++) {
					int rgb = picture.getRGB(3 * x + i % 3, 3 * y + i / 3);
					for (int channel = 0; channel < 3; channel++) {
						sums[channel] += (rgb >> (8 * channel)) & 0xff;
					}
				}
				mean.setRGB(x, y, ((sums[2] / 9) << 16) | ((sums[1] / 9) << 8) | (sums[0] / 9));
			}
		}
		return mean;
	}

}

package io.github.workerthreads.sample.thumbnail;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decoder of JPEG and PNG files that strangers send. The size of a picture is read from
 * its header and refused before any pixel is decoded, so that a small file cannot claim
 * all the memory. Thread-safe.
 *
 * @param maxPixels the most pixels of a picture
 */
record PictureDecoder(long maxPixels) {

	/**
	 * Decode a picture.
	 * @param bytes the file
	 * @return the picture
	 * @throws UnreadablePictureException if it is no JPEG or PNG, damaged or too large
	 */
	Picture decode(byte[] bytes) throws UnreadablePictureException {
		if (bytes.length == 0) {
			throw new UnreadablePictureException("The picture is empty: it has no bytes");
		}
		try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
			ImageReader reader = readerFor(input);
			try {
				return decode(bytes, reader, input);
			}
			finally {
				reader.dispose();
			}
		}
		catch (IOException | RuntimeException ex) {
			String reason = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
			throw new UnreadablePictureException("The picture is damaged: " + reason, ex);
		}
	}

	private static ImageReader readerFor(ImageInputStream input) throws UnreadablePictureException {
		Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
		if (!readers.hasNext()) {
			throw new UnreadablePictureException("The bytes are not a picture: send a JPEG or PNG");
		}
		return readers.next();
	}

	private Picture decode(byte[] bytes, ImageReader reader, ImageInputStream input)
			throws IOException, UnreadablePictureException {
		String format = reader.getFormatName();
		boolean jpeg = format.equalsIgnoreCase("jpeg");
		if (!jpeg && !format.equalsIgnoreCase("png")) {
			throw new UnreadablePictureException("The picture is a %s file: send a JPEG or PNG".formatted(format));
		}
		boolean ignoreMetadata = true; // texts in a PNG may be bombs of their own
		reader.setInput(input, true, ignoreMetadata);
		requirePixels(reader.getWidth(0), reader.getHeight(0));
		BufferedImage image = readWhole(reader);
		requireScreenColors(image);
		return new Picture(image, (jpeg) ? ExifOrientation.find(bytes) : null);
	}

	private void requirePixels(long width, long height) throws UnreadablePictureException {
		if (width * height > this.maxPixels) {
			throw new UnreadablePictureException("The picture has %d x %d pixels, more than the %d that are allowed"
				.formatted(width, height, this.maxPixels));
		}
	}

	private static BufferedImage readWhole(ImageReader reader) throws IOException {
		StringBuilder missing = new StringBuilder();
		reader.addIIOReadWarningListener((source, warning) -> {
			// the JPEG reader only warns when it makes up the pixels that it lacks
			if (warning.contains("premature end of")) {
				missing.append(warning);
			}
		});
		BufferedImage image = reader.read(0);
		if (!missing.isEmpty()) {
			throw new IOException("some of its data is missing (" + missing + ")");
		}
		return image;
	}

	private static void requireScreenColors(BufferedImage image) throws UnreadablePictureException {
		int type = image.getColorModel().getColorSpace().getType();
		if (type != ColorSpace.TYPE_RGB && type != ColorSpace.TYPE_GRAY) {
			throw new UnreadablePictureException(
					"The picture has colors for print (such as CMYK): save it with RGB colors for screens");
		}
	}

}

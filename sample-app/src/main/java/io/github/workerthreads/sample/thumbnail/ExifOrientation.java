package io.github.workerthreads.sample.thumbnail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * Finder of the orientation in the EXIF data of a JPEG. Walks the segments of the file by
 * itself, since the metadata reader of the JDK gives up at the first segment that is out
 * of the usual order.
 */
final class ExifOrientation {

	private static final int APP1 = 0xffe1;

	private static final int START_OF_SCAN = 0xffda;

	private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

	private ExifOrientation() {
	}

	/**
	 * Find the orientation.
	 * @param jpeg the file
	 * @return the orientation, or {@code null} if there is none or the data is damaged
	 */
	static @Nullable Orientation find(byte[] jpeg) {
		try {
			byte[] exif = findSegment(ByteBuffer.wrap(jpeg, 2, jpeg.length - 2));
			return (exif != null) ? ExifUtils.getOrientationFromExif(exif) : null;
		}
		catch (RuntimeException ex) {
			return null; // odd EXIF data is no reason to refuse good pixels
		}
	}

	private static byte @Nullable [] findSegment(ByteBuffer segments) {
		while (segments.hasRemaining()) {
			int marker = Short.toUnsignedInt(segments.getShort());
			if (marker == START_OF_SCAN) {
				return null;
			}
			byte[] segment = new byte[Short.toUnsignedInt(segments.getShort()) - 2];
			segments.get(segment);
			if (marker == APP1 && Arrays.mismatch(segment, EXIF) == EXIF.length) {
				return segment;
			}
		}
		return null;
	}

}

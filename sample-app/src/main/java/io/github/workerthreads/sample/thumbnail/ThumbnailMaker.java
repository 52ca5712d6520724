package io.github.workerthreads.sample.thumbnail;

import java.io.IOException;

import io.github.workerthreads.sample.Png;

/**
 * Makes thumbnails. Knows nothing of workers or the web. Thread-safe.
 *
 * @param maxPixels the most pixels of a picture and of a thumbnail
 */
record ThumbnailMaker(long maxPixels) {

	/**
	 * Make a thumbnail that keeps the ratio, the alpha channel and the orientation.
	 * @param picture the bytes of a JPEG or PNG
	 * @param width the width of the thumbnail
	 * @param enlarge whether the thumbnail may be wider than the picture
	 * @return the bytes of a PNG
	 * @throws UnreadablePictureException if the picture is not to be read, with the
	 * reason
	 * @throws IOException if the thumbnail cannot be written
	 */
	byte[] make(byte[] picture, int width, boolean enlarge) throws UnreadablePictureException, IOException {
		Picture decoded = new PictureDecoder(this.maxPixels).decode(picture);
		return Png.encode(decoded.scale(thumbnailSize(decoded.size(), width, enlarge)));
	}

	private Picture.Size thumbnailSize(Picture.Size size, int width, boolean enlarge)
			throws UnreadablePictureException {
		int thumbnailWidth = (enlarge) ? width : Math.min(width, size.width());
		long thumbnailHeight = Math.max(1, Math.round((double) size.height() * thumbnailWidth / size.width()));
		if (thumbnailWidth * thumbnailHeight > this.maxPixels) {
			throw new UnreadablePictureException(
					"The thumbnail would have %d x %d pixels, more than the %d that are allowed"
						.formatted(thumbnailWidth, thumbnailHeight, this.maxPixels));
		}
		return new Picture.Size(thumbnailWidth, (int) thumbnailHeight);
	}

}

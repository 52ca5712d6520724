package io.github.workerthreads.sample.thumbnail;

import java.awt.image.BufferedImage;
import java.io.IOException;

import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * Picture as its file stores it, with the orientation that puts it upright.
 *
 * @param pixels the pixels as stored
 * @param orientation what the EXIF data says, or {@code null} for nothing
 */
record Picture(BufferedImage pixels, @Nullable Orientation orientation) {

	/**
	 * Return the size of the picture when it is upright.
	 * @return the size
	 */
	Size size() {
		Size stored = new Size(this.pixels.getWidth(), this.pixels.getHeight());
		return (isOnItsSide()) ? stored.turned() : stored;
	}

	/**
	 * Scale the picture and put it upright. Its ratio is for the caller to keep.
	 * @param size the size when it is upright
	 * @return the scaled pixels, with the alpha channel if there was one
	 * @throws IOException if a pixel cannot be transformed
	 */
	BufferedImage scale(Size size) throws IOException {
		Size stored = (isOnItsSide()) ? size.turned() : size;
		boolean alpha = this.pixels.getColorModel().hasAlpha();
		BufferedImage scaled = Thumbnails.of(this.pixels)
			.forceSize(stored.width(), stored.height())
			.imageType((alpha) ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB)
			.asBufferedImage();
		return (this.orientation != null) ? ExifFilterUtils.getFilterForOrientation(this.orientation).apply(scaled)
				: scaled;
	}

	private boolean isOnItsSide() {
		return this.orientation != null && switch (this.orientation) {
			case LEFT_TOP, RIGHT_TOP, RIGHT_BOTTOM, LEFT_BOTTOM -> true;
			case TOP_LEFT, TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT -> false;
		};
	}

	/**
	 * Width and height in pixels.
	 *
	 * @param width the width
	 * @param height the height
	 */
	record Size(int width, int height) {

		@SuppressWarnings("ArgumentSelectionDefectChecker") // to swap them is the purpose
		Size turned() {
			return new Size(this.height, this.width);
		}

	}

}

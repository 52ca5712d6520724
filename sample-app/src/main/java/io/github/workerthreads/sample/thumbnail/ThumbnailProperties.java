package io.github.workerthreads.sample.thumbnail;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits on what may be made a thumbnail of.
 *
 * @param maxUpload the most bytes of a picture
 * @param maxPixels the most pixels of a picture, before and after scaling; each takes 7
 * or 8 bytes of memory while it is scaled
 * @param timeout the longest time that making one thumbnail may take
 */
@ConfigurationProperties("image-desk.thumbnails")
record ThumbnailProperties(@DefaultValue("10MB") DataSize maxUpload, @DefaultValue("12500000") long maxPixels,
		@DefaultValue("5s") Duration timeout) {

}

package io.github.workerthreads.sample.thumbnail;

import java.io.IOException;

import org.springframework.stereotype.Service;

import io.github.workerthreads.offload.OffloadToWorker;

/**
 * Makes thumbnails on the workers of pool {@code images}, each of which has a service of
 * its own in a process of its own: the request thread waits, but neither does the work
 * nor waits for longer than the pool's limits.
 */
@Service
class ThumbnailService {

	private final ThumbnailMaker maker;

	ThumbnailService(ThumbnailProperties properties) {
		this.maker = new ThumbnailMaker(properties.maxPixels());
	}

	@OffloadToWorker(pool = "images", timeout = "${image-desk.thumbnails.timeout}")
	byte[] makeThumbnail(byte[] picture, int width, boolean enlarge) throws UnreadablePictureException, IOException {
		return this.maker.make(picture, width, enlarge);
	}

}

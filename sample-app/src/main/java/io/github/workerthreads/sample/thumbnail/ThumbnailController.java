package io.github.workerthreads.sample.thumbnail;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartFile;

import io.github.workerthreads.sample.Parameters;
import io.github.workerthreads.worker.WorkerProcessException;
import io.github.workerthreads.worker.WorkerProcessException.Reason;
import io.github.workerthreads.worker.WorkerTerminatedException;

/**
 * Takes a picture, as the body or as a form's field {@code file}, and answers its
 * thumbnail.
 */
@RestController
class ThumbnailController {

	private static final int MAX_WIDTH = 2000;

	private final ThumbnailService thumbnails;

	private final DataSize maxUpload;

	ThumbnailController(ThumbnailService thumbnails, ThumbnailProperties properties) {
		this.thumbnails = thumbnails;
		this.maxUpload = properties.maxUpload();
	}

	@PostMapping(path = "/thumbnails", consumes = { "image/*", MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = MediaType.IMAGE_PNG_VALUE)
	byte[] fromBody(@RequestParam(defaultValue = "240") int width,
			@RequestParam(defaultValue = "false") boolean enlarge,
			@RequestHeader(name = "Content-Length", defaultValue = "-1") long length, InputStream body)
			throws IOException, UnreadablePictureException {
		requireLength(length);
		byte[] picture = body.readNBytes(Math.toIntExact(this.maxUpload.toBytes() + 1));
		requireLength(picture.length);
		return makeThumbnail(picture, width, enlarge);
	}

	@PostMapping(path = "/thumbnails", consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
			produces = MediaType.IMAGE_PNG_VALUE)
	byte[] fromForm(@RequestParam(defaultValue = "240") int width,
			@RequestParam(defaultValue = "false") boolean enlarge, @RequestParam MultipartFile file)
			throws IOException, UnreadablePictureException {
		return makeThumbnail(file.getBytes(), width, enlarge);
	}

	private byte[] makeThumbnail(byte[] picture, int width, boolean enlarge)
			throws IOException, UnreadablePictureException {
		Parameters.requireRange("width", width, 1, MAX_WIDTH);
		try {
			return this.thumbnails.makeThumbnail(picture, width, enlarge);
		}
		catch (WorkerTerminatedException ex) {
			if (ex.getCause() instanceof WorkerProcessException end && end.getReason() == Reason.OUT_OF_MEMORY) {
				throw new UnreadablePictureException(
						"The picture needs more memory than a worker has. Send one with fewer pixels, or fewer bits for each",
						ex);
			}
			throw ex;
		}
	}

	private void requireLength(long length) {
		if (length > this.maxUpload.toBytes()) {
			throw new MaxUploadSizeExceededException(this.maxUpload.toBytes());
		}
	}

	@ExceptionHandler
	ProblemDetail handle(UnreadablePictureException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail handle(MaxUploadSizeExceededException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE,
				"The picture has more than %d bytes, the most that are allowed".formatted(this.maxUpload.toBytes()));
	}

}

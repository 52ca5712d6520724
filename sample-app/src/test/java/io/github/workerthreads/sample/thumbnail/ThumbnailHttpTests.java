package io.github.workerthreads.sample.thumbnail;

import java.awt.image.BufferedImage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.sample.DeskClient;
import io.github.workerthreads.sample.Pictures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code /thumbnails} over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ThumbnailHttpTests {

	private static final int MAX_UPLOAD = 10 * 1024 * 1024;

	private final DeskClient desk;

	private final WorkerPool images;

	ThumbnailHttpTests(@LocalServerPort int port, @Autowired @Qualifier("images") WorkerPool images) {
		this.desk = new DeskClient(port);
		this.images = images;
	}

	@Test
	void bombKillsItsWorkerAndNotTheDesk() throws Exception {
		byte[] bomb = Pictures.deep(3500, 3500);
		assertThat(bomb).hasSizeLessThan(1 << 20);
		DeskClient.assertProblem(this.desk.upload("/thumbnails", bomb), 422, "more memory than a worker has");
		DeskClient.assertPicture(this.desk.upload("/thumbnails", Pictures.rocket()), 240, 160);
	}

	@Test
	void pictureWhoseWorkerIsKilledCanBeSentAgain() throws Exception {
		byte[] slow = Pictures.encode(new BufferedImage(4032, 3024, BufferedImage.TYPE_INT_RGB), "png");
		CompletableFuture<HttpResponse<byte[]>> upload = this.desk.uploadAsync("/thumbnails", slow);
		WorkerSnapshot worker = Awaitility.await()
			.pollInterval(Duration.ofMillis(2))
			.until(() -> this.images.snapshot().workers().stream().filter((each) -> each.task() != null).findFirst(),
					Optional::isPresent)
			.orElseThrow();
		ProcessHandle.of(this.images.inspect(worker.id()).inspection().pid()).orElseThrow().destroyForcibly();
		HttpResponse<byte[]> response = upload.get(30, TimeUnit.SECONDS);
		DeskClient.assertProblem(response, 503, "The work was stopped before it had a result");
		assertThat(response.headers().firstValue("Retry-After")).isPresent();
	}

	@Test
	void largestPictureFitsIntoAWorker() throws Exception {
		byte[] picture = Pictures.encode(new BufferedImage(4032, 3024, BufferedImage.TYPE_INT_RGB), "png");
		DeskClient.assertPicture(this.desk.upload("/thumbnails", picture), 240, 180);
	}

	@Test
	void photographComesBackAsThumbnail() throws Exception {
		HttpResponse<byte[]> response = this.desk.upload("/thumbnails?width=300", Pictures.turnedCoffee());
		DeskClient.assertPicture(response, 300, 200);
		byte[] expected = new ThumbnailMaker(1_000_000).make(Pictures.turnedCoffee(), 300, false);
		assertThat(response.body()).isEqualTo(expected);
	}

	@Test
	void thumbnailIs240PixelsWideUnlessAsked() throws Exception {
		DeskClient.assertPicture(this.desk.upload("/thumbnails", Pictures.rocket()), 240, 160);
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/jpeg", "image/png", "image/x-anything", "application/octet-stream" })
	void pictureOfAnyImageTypeIsTaken(String type) throws Exception {
		DeskClient.assertPicture(this.desk.send(this.desk.request("/thumbnails?width=100")
			.header("Content-Type", type)
			.header("Accept", "image/png")
			.POST(BodyPublishers.ofByteArray(Pictures.cat()))), 100, 67);
	}

	@Test
	void pictureOfUnknownLengthIsTaken() throws Exception {
		DeskClient.assertPicture(this.desk.uploadChunked("/thumbnails?width=100", Pictures.cat()), 100, 67);
	}

	@Test
	void pictureInAFormIsTaken() throws Exception {
		DeskClient.assertPicture(this.desk.uploadForm("/thumbnails?width=100", "file", Pictures.cat()), 100, 67);
	}

	@Test
	void thumbnailIsEnlargedWhenAsked() throws Exception {
		DeskClient.assertPicture(this.desk.upload("/thumbnails?width=902", Pictures.cat()), 451, 300);
		DeskClient.assertPicture(this.desk.upload("/thumbnails?width=902&enlarge=true", Pictures.cat()), 902, 600);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "2001" })
	void widthOutsideItsRangeIsABadRequest(String width) throws Exception {
		DeskClient.assertProblem(this.desk.upload("/thumbnails?width=" + width, Pictures.cat()), 400,
				"'width' must be from 1 to 2000 but was " + width);
	}

	@Test
	void widthThatIsNoNumberIsABadRequest() throws Exception {
		DeskClient.assertProblem(this.desk.upload("/thumbnails?width=wide", Pictures.cat()), 400, "width");
	}

	@Test
	void formWithoutTheFieldIsABadRequest() throws Exception {
		DeskClient.assertProblem(this.desk.uploadForm("/thumbnails", "photo", Pictures.cat()), 400, "file");
	}

	@Test
	void bodyThatIsNoPictureIsUnprocessable() throws Exception {
		DeskClient.assertProblem(this.desk.upload("/thumbnails", "Hello, world".getBytes()), 422,
				"The bytes are not a picture: send a JPEG or PNG");
	}

	@Test
	void damagedPictureIsUnprocessable() throws Exception {
		byte[] picture = Arrays.copyOf(Pictures.rocket(), 60_000);
		DeskClient.assertProblem(this.desk.upload("/thumbnails", picture), 422,
				"The picture is damaged: some of its data is missing");
		DeskClient.assertProblem(this.desk.uploadForm("/thumbnails", "file", picture), 422, "The picture is damaged");
	}

	@Test
	void emptyBodyIsUnprocessable() throws Exception {
		DeskClient.assertProblem(this.desk.upload("/thumbnails", new byte[0]), 422, "The picture is empty");
	}

	@Test
	void pictureOfTooManyPixelsIsUnprocessable() throws Exception {
		DeskClient.assertProblem(this.desk.upload("/thumbnails", Pictures.blank(5000, 4000)), 422,
				"The picture has 5000 x 4000 pixels, more than the 12500000 that are allowed");
	}

	@Test
	void problemIsToldEvenToThoseWhoAcceptOnlyPictures() throws Exception {
		DeskClient.assertProblem(this.desk.send(this.desk.request("/thumbnails")
			.header("Content-Type", "image/jpeg")
			.header("Accept", "image/png")
			.POST(BodyPublishers.ofString("no picture"))), 422, "The bytes are not a picture");
	}

	@Test
	void bodyOfAnotherTypeIsUnsupported() throws Exception {
		DeskClient.assertProblem(this.desk.send(this.desk.request("/thumbnails")
			.header("Content-Type", "text/plain")
			.POST(BodyPublishers.ofString("a picture"))), 415, "text/plain");
	}

	@Test
	void bodyOfTooManyBytesIsTooLarge() throws Exception {
		byte[] picture = new byte[MAX_UPLOAD + 1];
		assertTooLarge(this.desk.upload("/thumbnails", picture));
		assertTooLarge(this.desk.uploadForm("/thumbnails", "file", picture));
	}

	@Test
	void bodyOfTooManyBytesAndUnknownLengthIsTooLarge() throws Exception {
		assertTooLarge(this.desk.uploadChunked("/thumbnails", new byte[MAX_UPLOAD + 1]));
	}

	@Test
	void formFarOverTheLimitIsTooLarge() throws Exception {
		assertTooLarge(this.desk.uploadForm("/thumbnails", "file", new byte[3 * MAX_UPLOAD]));
	}

	@Test
	void bodyOfJustTheLimitIsNotTooLarge() throws Exception {
		assertThat(this.desk.upload("/thumbnails", new byte[MAX_UPLOAD]).statusCode()).isEqualTo(422);
		assertThat(this.desk.uploadForm("/thumbnails", "file", new byte[MAX_UPLOAD]).statusCode()).isEqualTo(422);
	}

	private static void assertTooLarge(HttpResponse<byte[]> response) {
		DeskClient.assertProblem(response, 413, "The picture has more than 10485760 bytes, the most that are allowed");
	}

}

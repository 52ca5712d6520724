package io.github.workerthreads.sample;

import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Tests of work that takes longer than it may, over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "image-desk.thumbnails.timeout=1ms", "worker-threads.pools.cpu.timeout=500ms" })
class DeadlineHttpTests {

	private final DeskClient desk;

	DeadlineHttpTests(@LocalServerPort int port) {
		this.desk = new DeskClient(port);
	}

	@Test
	void thumbnailThatTakesTooLongIsATimeout() throws Exception {
		byte[] slowToScale = Pictures.blank(3500, 3500);
		DeskClient.assertProblem(this.desk.upload("/thumbnails?width=2000", slowToScale), 504,
				"The work took too long");
	}

	@Test
	void mandelbrotPictureThatTakesTooLongIsATimeout() throws Exception {
		DeskClient.assertProblem(this.desk.get("/mandelbrot.png?width=2000&height=2000&iterations=10000"), 504,
				"The work took too long");
	}

	@Test
	void workersServeAgainAfterATimeout() throws Exception {
		mandelbrotPictureThatTakesTooLongIsATimeout();
		// The limit holds for these tiles too, which may be the first to load a class
		Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.untilAsserted(() -> DeskClient
				.assertPicture(this.desk.get("/mandelbrot.png?width=16&height=16&iterations=10"), 16, 16));
	}

}

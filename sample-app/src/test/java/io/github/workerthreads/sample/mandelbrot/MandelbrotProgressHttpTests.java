package io.github.workerthreads.sample.mandelbrot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.sample.DeskClient;
import io.github.workerthreads.sample.mandelbrot.View.Tile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code /mandelbrot/progress} over HTTP.
 */
@Timeout(60)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "worker-threads.pools.cpu.timeout=60s",
		"worker-threads.pools.cpu.queue-timeout=60s", "server.tomcat.connection-timeout=2s" })
class MandelbrotProgressHttpTests {

	static final String HEAVY = "/mandelbrot/progress?width=2000&height=2000&iterations=10000";

	private final JsonMapper json = new JsonMapper();

	private final DeskClient desk;

	private final WorkerPool cpu;

	MandelbrotProgressHttpTests(@LocalServerPort int port, @Autowired @Qualifier("cpu") WorkerPool cpu) {
		this.desk = new DeskClient(port);
		this.cpu = cpu;
	}

	@AfterEach
	void noCanvasIsLeft() {
		awaitNoCanvas();
	}

	@Test
	void stripsMakeUpThePicture() throws Exception {
		HttpResponse<byte[]> response = this.desk.get("/mandelbrot/progress?width=203&height=101&iterations=90");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
		List<JsonNode> lines = new String(response.body(), StandardCharsets.UTF_8).lines()
			.map(this.json::readTree)
			.toList();
		assertThat(lines.get(lines.size() - 1).path("done").asBoolean()).isTrue();
		int[] actual = new int[203 * 101];
		Arrays.fill(actual, -1);
		lines.subList(0, lines.size() - 1).forEach((strip) -> copy(strip, actual));
		assertThat(actual).isEqualTo(new TilePainter().apply(new Tile(new View(203, 101, 90), 0, 0, 203, 101)));
	}

	/**
	 * Servers do not always notice at once: a write that waits may do so until it has
	 * timed out.
	 */
	@Test
	void clientThatGoesAwayStopsThePaintingAndTheWorkersStay() throws Exception {
		this.desk.get("/mandelbrot/progress?width=64&height=64");
		List<Long> workers = workers();
		HttpResponse<InputStream> response = this.desk.open(HEAVY);
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			assertThat(this.json.readTree(lines.readLine()).path("width").asInt()).isEqualTo(250);
			assertThat(this.cpu.snapshot().queued()).isPositive();
		}
		Awaitility.await().untilAsserted(() -> {
			assertThat(this.cpu.snapshot().queued()).isZero();
			assertThat(this.cpu.snapshot().workers()).allMatch((worker) -> worker.task() == null);
			assertThat(this.cpu.snapshot().counts().cancelled()).isPositive();
		});
		assertThat(this.cpu.snapshot().counts().restarts()).isZero();
		assertThat(workers()).isEqualTo(workers);
	}

	/**
	 * Wait until no canvas is left. Memory of processes that start has a file too, until
	 * they are up.
	 */
	static void awaitNoCanvas() {
		Awaitility.await().atMost(40, TimeUnit.SECONDS).untilAsserted(() -> assertThat(canvases()).isEmpty());
	}

	private static List<Path> canvases() throws IOException {
		List<Path> found = new ArrayList<>();
		for (Path directory : List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))) {
			if (Files.isDirectory(directory)) {
				String pattern = "worker-threads-%d-*.shm".formatted(ProcessHandle.current().pid());
				try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
					files.forEach(found::add);
				}
			}
		}
		return found;
	}

	private List<Long> workers() {
		return this.cpu.snapshot().workers().stream().map(WorkerSnapshot::id).toList();
	}

	private static void copy(JsonNode strip, int[] pixels) {
		byte[] rgb = strip.path("rgb").binaryValue();
		int width = strip.path("width").asInt();
		for (int i = 0; i < rgb.length / 3; i++) {
			int column = strip.path("x").asInt() + i % width;
			int row = strip.path("y").asInt() + i / width;
			assertThat(pixels[row * 203 + column]).isEqualTo(-1);
			pixels[row * 203 + column] = ((rgb[3 * i] & 0xff) << 16) | ((rgb[3 * i + 1] & 0xff) << 8)
					| (rgb[3 * i + 2] & 0xff);
		}
	}

}

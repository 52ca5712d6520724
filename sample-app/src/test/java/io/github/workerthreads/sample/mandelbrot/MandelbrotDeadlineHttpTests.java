package io.github.workerthreads.sample.mandelbrot;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

import io.github.workerthreads.sample.DeskClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code /mandelbrot/progress} over HTTP with tiles that take longer than they
 * may.
 */
@Timeout(60)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "worker-threads.pools.cpu.timeout=300ms",
		"worker-threads.pools.cpu.queue-timeout=60s", "server.tomcat.connection-timeout=2s" })
class MandelbrotDeadlineHttpTests {

	private final JsonMapper json = new JsonMapper();

	private final DeskClient desk;

	MandelbrotDeadlineHttpTests(@LocalServerPort int port) {
		this.desk = new DeskClient(port);
	}

	@AfterEach
	void noCanvasIsLeft() {
		MandelbrotProgressHttpTests.awaitNoCanvas();
	}

	@Test
	void failureAfterTheFirstStripIsTheLastLine() throws Exception {
		HttpResponse<byte[]> response = this.desk.get(MandelbrotProgressHttpTests.HEAVY);
		assertThat(response.statusCode()).isEqualTo(200);
		List<String> lines = new String(response.body(), StandardCharsets.UTF_8).lines().toList();
		assertThat(this.json.readTree(lines.get(lines.size() - 1)).path("error").asString())
			.contains("ran longer than its timeout of 300 ms");
		assertThat(lines).hasSizeGreaterThan(1);
	}

}

package io.github.workerthreads.sample.mandelbrot;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.sample.DeskClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of Mandelbrot pictures over HTTP with a queue too short for one of them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "worker-threads.pools.cpu.queue-capacity=4", "worker-threads.pools.cpu.queue-timeout=4s" })
class ShortQueueHttpTests {

	private final DeskClient desk;

	private final WorkerPool cpu;

	ShortQueueHttpTests(@LocalServerPort int port, @Autowired @Qualifier("cpu") WorkerPool cpu) {
		this.desk = new DeskClient(port);
		this.cpu = cpu;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mandelbrot.png", "/mandelbrot/progress" })
	void fullQueueIsUnavailableForNowAndNoTileIsPaintedInVain(String path) throws Exception {
		long before = this.cpu.snapshot().counts().cancelled();
		this.cpu.pause();
		try {
			HttpResponse<byte[]> response = this.desk.get(path + "?width=2000&height=2000&iterations=10000");
			DeskClient.assertProblem(response, 503, "Pool 'cpu'");
			assertThat(response.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
			assertThat(this.cpu.snapshot().queued()).isZero();
			assertThat(this.cpu.snapshot().counts().cancelled() - before).isEqualTo(4);
		}
		finally {
			this.cpu.resume();
		}
	}

	@Test
	void failureBeforeTheFirstStripIsAProblemAsElsewhere() throws Exception {
		this.cpu.pause();
		try {
			DeskClient.assertProblem(this.desk.get("/mandelbrot/progress?width=2&height=2"), 503,
					"No worker was free in time");
		}
		finally {
			this.cpu.resume();
		}
	}

}

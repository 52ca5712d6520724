package io.github.workerthreads.sample.mandelbrot;

import java.net.http.HttpResponse;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.sample.DeskClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code /mandelbrot.png} over HTTP with a queue too short for one picture.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "worker-threads.pools.cpu.queue-capacity=4")
class ShortQueueHttpTests {

	private final DeskClient desk;

	private final WorkerPool cpu;

	ShortQueueHttpTests(@LocalServerPort int port, @Autowired @Qualifier("cpu") WorkerPool cpu) {
		this.desk = new DeskClient(port);
		this.cpu = cpu;
	}

	@Test
	void fullQueueIsUnavailableForNowAndNoTileIsPaintedInVain() throws Exception {
		HttpResponse<byte[]> response = this.desk.get("/mandelbrot.png?width=2000&height=2000&iterations=10000");
		DeskClient.assertProblem(response, 503, "Pool 'cpu'");
		assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
		Awaitility.await()
			.until(() -> this.cpu.snapshot().queued() == 0
					&& this.cpu.snapshot().workers().stream().allMatch((worker) -> worker.task() == null));
		assertThat(this.cpu.snapshot().counts().cancelled()).isPositive();
	}

}

package io.github.workerthreads.sample.thumbnail;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.sample.DeskClient;
import io.github.workerthreads.sample.Pictures;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code /thumbnails} over HTTP while the only worker is busy.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "worker-threads.pools.images.size=1", "worker-threads.pools.images.warm-spares=1",
				"worker-threads.pools.images.queue-capacity=1", "worker-threads.pools.images.queue-timeout=5s" })
class BusyPoolHttpTests {

	private final DeskClient desk;

	private final WorkerPool images;

	BusyPoolHttpTests(@LocalServerPort int port, @Autowired @Qualifier("images") WorkerPool images) {
		this.desk = new DeskClient(port);
		this.images = images;
	}

	@BeforeEach
	void occupyTheWorker() throws Exception {
		// None of the five seconds in the queue is to go by while a process starts
		Awaitility.await()
			.atMost(60, TimeUnit.SECONDS)
			.until(() -> isIdle(this.images.snapshot().workers()) && isIdle(this.images.snapshot().spares()));
		assertThat(this.desk.post("/runaway?kind=sleep").statusCode()).isEqualTo(202);
		Awaitility.await().until(() -> this.images.snapshot().workers().get(0).task() != null);
	}

	private static boolean isIdle(List<WorkerSnapshot> workers) {
		return workers.size() == 1 && workers.get(0).state() == WorkerState.IDLE;
	}

	@AfterEach
	void freeTheWorker() {
		for (WorkerSnapshot worker : this.images.snapshot().workers()) {
			if (worker.task() != null) {
				this.images.terminate(worker.id()).join();
			}
		}
	}

	@Test
	void fullQueueIsUnavailableForNow() throws Exception {
		CompletableFuture<HttpResponse<byte[]>> queued = uploadToQueue();
		HttpResponse<byte[]> refused = this.desk.upload("/thumbnails", Pictures.cat());
		DeskClient.assertProblem(refused, 503, "Pool 'images'");
		assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
		freeTheWorker();
		DeskClient.assertPicture(queued.get(), 240, 160);
	}

	@Test
	void callThatWaitedTooLongIsUnavailableForNow() throws Exception {
		HttpResponse<byte[]> response = uploadToQueue().get();
		DeskClient.assertProblem(response, 503, "No worker was free in time");
		assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
	}

	@Test
	@DirtiesContext
	void closedPoolIsUnavailable() throws Exception {
		freeTheWorker();
		this.images.close();
		HttpResponse<byte[]> response = this.desk.upload("/thumbnails", Pictures.cat());
		DeskClient.assertProblem(response, 503, "shutting down");
		assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
	}

	private CompletableFuture<HttpResponse<byte[]>> uploadToQueue() {
		CompletableFuture<HttpResponse<byte[]>> upload = this.desk.uploadAsync("/thumbnails", Pictures.rocket());
		Awaitility.await().until(() -> this.images.snapshot().queued() == 1);
		return upload;
	}

}

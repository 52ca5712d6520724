package io.github.workerthreads.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the packaged application, run by {@code java -jar} as its users run it.
 */
@Timeout(120)
class PackagedJarIT {

	/**
	 * The queue timeout of pool images, the timeout of thumbnails, the grace, and slack
	 * for a busy machine.
	 */
	private static final Duration DEADLINE = Duration.ofSeconds(5 + 10 + 1 + 4);

	private PackagedDesk packaged;

	private DeskClient desk;

	@BeforeEach
	void start() throws Exception {
		this.packaged = PackagedDesk.start("--worker-threads.defaults.shutdown.drain-period=2s",
				"--image-desk.thumbnails.timeout=10s", "--worker-threads.pools.images.size=4",
				"--worker-threads.process.max-total-heap=1GB");
		this.desk = this.packaged.client();
		// What is sent now is not to wait for processes that start, longer than it may
		Awaitility.await()
			.atMost(60, TimeUnit.SECONDS)
			.until(() -> DeskClient
				.<List<Integer>>json(this.desk.get("/actuator/workers/images"), "$.workers[?(@.state == 'IDLE')].id")
				.size() == 4);
	}

	@AfterEach
	void stop() throws Exception {
		this.packaged.close();
	}

	@Test
	void everyUploadIsAnsweredWhileRunawaysHoldHalfOfTheWorkers() throws Exception {
		startRunaway("/runaway?kind=sleep", "images");
		startRunaway("/runaway?kind=sleep", "images");
		int before = DeskClient.json(this.desk.get("/actuator/workers/images"), "$.counts.succeeded");
		byte[][] photographs = { Pictures.rocket(), Pictures.cat(), Pictures.turnedCoffee() };
		List<CompletableFuture<Answer>> uploads = IntStream.range(0, 200)
			.mapToObj((i) -> upload(photographs[i % photographs.length]))
			.toList();
		List<Answer> answers = uploads.stream().map((upload) -> upload.orTimeout(60, TimeUnit.SECONDS).join()).toList();
		assertThat(answers).allSatisfy((answer) -> {
			assertThat(answer.elapsed()).isLessThan(DEADLINE);
			if (answer.response().statusCode() == 200) {
				assertThat(Pictures.decode(answer.response().body()).getWidth()).isEqualTo(240);
			}
			else {
				DeskClient.assertProblem(answer.response(), 503, "images");
				assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
			}
		});
		long served = answers.stream().filter((answer) -> answer.response().statusCode() == 200).count();
		assertThat(served).isGreaterThanOrEqualTo(4);
		HttpResponse<byte[]> pool = this.desk.get("/actuator/workers/images");
		assertThat(DeskClient.<Integer>json(pool, "$.counts.succeeded") - before).isEqualTo((int) served);
		assertThat(DeskClient.<Integer>json(pool, "$.counts.timedOut")
				+ DeskClient.<Integer>json(pool, "$.counts.rejected"))
			.isEqualTo(200 - (int) served);
		assertThat(DeskClient.<List<String>>json(pool, "$.workers[*].task.name")).hasSize(2)
			.containsOnly("runaway-sleep");
		DeskClient.assertPicture(this.desk.upload("/thumbnails", Pictures.rocket()), 240, 160);
	}

	@Test
	void workerStuckInALoopIsAbandonedAndReplaced() throws Exception {
		int worker = startRunaway("/runaway?kind=loop&pool=cpu&seconds=60", "cpu");
		Awaitility.await()
			.until(() -> DeskClient.<List<String>>json(this.desk.get("/actuator/workers/cpu/" + worker), "$.stackTrace")
				.stream()
				.anyMatch((frame) -> frame.contains("Runaway.loop")));

		HttpResponse<byte[]> terminated = this.desk.delete("/actuator/workers/cpu/" + worker);

		assertThat(terminated.statusCode()).isEqualTo(200);
		assertThat(DeskClient.<String>json(terminated, "$.outcome")).isEqualTo("ABANDONED");
		assertThat(DeskClient.<String>json(terminated, "$.lostTask")).isEqualTo("runaway-loop");
		HttpResponse<byte[]> pool = this.desk.get("/actuator/workers/cpu");
		assertThat(DeskClient.<List<Integer>>json(pool, "$.abandoned[*].id")).containsExactly(worker);
		assertThat(DeskClient.<List<Integer>>json(pool, "$.workers[*].id")).doesNotContain(worker)
			.hasSize(DeskClient.<Integer>json(pool, "$.size"));
		HttpResponse<byte[]> meter = this.desk.get("/actuator/metrics/workers.abandoned");
		assertThat(DeskClient.<Double>json(meter, "$.measurements[0].value")).isEqualTo(1);
		DeskClient.assertPicture(this.desk.get("/mandelbrot.png"), 640, 480);
	}

	@Test
	void termSignalLeavesNoRequestHangingAndNoProcessBehind() throws Exception {
		startRunaway("/runaway?kind=sleep", "images");
		startRunaway("/runaway?kind=loop&seconds=60", "images");
		byte[] slow = Pictures.blank(3500, 3500);
		List<CompletableFuture<Answer>> uploads = IntStream.range(0, 20).mapToObj((i) -> upload(slow)).toList();
		CompletableFuture.anyOf(uploads.toArray(CompletableFuture[]::new)).join();

		this.packaged.process().destroy();

		for (CompletableFuture<Answer> upload : uploads) {
			assertAnsweredOrDisconnected(upload.orTimeout(60, TimeUnit.SECONDS));
		}
		assertThat(this.packaged.process().waitFor(60, TimeUnit.SECONDS)).as(this.packaged::output).isTrue();
		assertThat(this.packaged.process().descendants()).isEmpty();
		assertThat(uploads).anyMatch((upload) -> !upload.isCompletedExceptionally());
	}

	private static void assertAnsweredOrDisconnected(CompletableFuture<Answer> upload) {
		try {
			HttpResponse<byte[]> response = upload.join().response();
			if (response.statusCode() == 200) {
				DeskClient.assertPicture(response, 240, 240);
			}
			else {
				DeskClient.assertProblem(response, 503, "");
			}
		}
		catch (CompletionException ex) {
			assertThat(ex).hasCauseInstanceOf(IOException.class);
		}
	}

	private CompletableFuture<Answer> upload(byte[] picture) {
		long start = System.nanoTime();
		return this.desk.uploadAsync("/thumbnails", picture)
			.thenApply((response) -> new Answer(response, Duration.ofNanos(System.nanoTime() - start)));
	}

	/**
	 * Start a runaway and wait until it runs.
	 * @return the id of its worker
	 */
	private int startRunaway(String path, String pool) throws Exception {
		HttpResponse<byte[]> response = this.desk.post(path);
		assertThat(response.statusCode()).isEqualTo(202);
		int task = DeskClient.json(response, "$.task");
		String worker = "$.workers[?(@.task.id == %d)].id".formatted(task);
		List<Integer> ids = Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.until(() -> DeskClient.json(this.desk.get("/actuator/workers/" + pool), worker),
					(found) -> !found.isEmpty());
		return ids.get(0);
	}

	private record Answer(HttpResponse<byte[]> response, Duration elapsed) {

	}

}

package io.github.workerthreads.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.workerthreads.pool.TaskOptions;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.WorkerFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the JVM of a worker tells over HTTP while it is stuck.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerDiagnosisTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	private WorkerPool pool;

	@BeforeAll
	void start() throws Exception {
		this.context = SpringApplication.run(WebApplication.class, "--server.port=0",
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.workers.access=unrestricted",
				"--worker-threads.pools.images.isolation=process", "--worker-threads.pools.images.size=1",
				"--worker-threads.pools.images.max-heap=32MB", "--worker-threads.pools.images.timeout=0",
				"--worker-threads.defaults.shutdown.drain-period=0s",
				"--worker-threads.pools.images.jvm-options=-XX:+UseSerialGC,-XX:TieredStopAtLevel=1");
		this.pool = this.context.getBean(WorkerPools.class).get("images");
	}

	@BeforeEach
	void occupyTheWorker() throws Exception {
		if (this.pool.snapshot().workers().stream().anyMatch((worker) -> worker.task() != null)) {
			return;
		}
		CountDownLatch started = new CountDownLatch(1);
		WorkerFuture<String> loop = this.pool.run(Deed.class, "loop", TaskOptions.defaults());
		loop.onProgress((item) -> started.countDown());
		started.await();
	}

	@AfterAll
	void close() {
		this.context.close();
	}

	// The file goes when it was sent, of which the client may hear first
	@AfterEach
	void nothingIsLeft() {
		Awaitility.await().untilAsserted(WorkerDiagnosisTests::assertNothingIsLeft);
	}

	private static void assertNothingIsLeft() throws Exception {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			assertThat(files.filter((file) -> file.getFileName().toString().startsWith("worker-diagnosis"))).isEmpty();
		}
	}

	@Test
	void threadDumpShowsWhereTheWorkerIsStuck() throws Exception {
		HttpResponse<byte[]> dump = post(worker(), "{\"action\":\"thread-dump\"}");
		assertThat(dump.statusCode()).isEqualTo(200);
		assertThat(dump.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
		assertThat(text(dump)).contains("\"worker-images-1\"", "Deed.loop", "Full thread dump");
	}

	@Test
	void heapDumpIsOfTheWorkersHeap() throws Exception {
		HttpResponse<byte[]> dump = post(worker(), "{\"action\":\"heap-dump\"}");
		assertThat(dump.statusCode()).as(text(dump)).isEqualTo(200);
		assertThat(dump.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
		assertThat(new String(dump.body(), 0, 18, StandardCharsets.US_ASCII)).isEqualTo("JAVA PROFILE 1.0.2");
		assertThat(dump.body()).hasSizeBetween(1 << 20, 64 << 20);
	}

	@Test
	void recordingIsOneOfFlightRecorder() throws Exception {
		HttpResponse<byte[]> recording = post(worker(), "{\"action\":\"recording\",\"seconds\":1}");
		assertThat(recording.statusCode()).as(text(recording)).isEqualTo(200);
		assertThat(recording.body()).startsWith('F', 'L', 'R', 0);
	}

	@Test
	void deathDuringTheRecordingIsToldAtOnce() throws Exception {
		long pid = this.pool.inspect(this.pool.snapshot().workers().get(0).id()).inspection().pid();
		CompletableFuture<HttpResponse<byte[]>> recording = this.client
			.sendAsync(request(worker(), "{\"action\":\"recording\",\"seconds\":300}"), BodyHandlers.ofByteArray());
		while (!text(post(worker(), "{\"action\":\"thread-dump\"}")).contains("ChildDiagnosis.record")) {
			Thread.onSpinWait();
		}
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		assertThat(recording.get().statusCode()).isEqualTo(503);
		assertThat(text(recording.get())).contains("ended before it had written a RECORDING");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"images/%d | {'action':'dance'} | 400 | 'action' must be one of [thread-dump, heap-dump, recording] but was 'dance'",
			"images/%d | {'action':'recording','seconds':0} | 400 | 'seconds' must be from 1 to 300 but was 0",
			"images/%d | {'action':'recording','seconds':301} | 400 | 'seconds' must be from 1 to 300 but was 301",
			"images/77 | {'action':'thread-dump'} | 404 | Pool 'images' has no worker '77', only [",
			"default/1 | {'action':'heap-dump'} | 400 | have isolation 'thread': they share the JVM of this process",
			"nope/1 | {'action':'heap-dump'} | 404 | 'nope'" })
	void whatCannotBeToldIsAnsweredWithTheReason(String worker, String body, int status, String reason)
			throws Exception {
		HttpResponse<byte[]> response = post(worker.replace("%d", worker().substring("images/".length())),
				body.replace('\'', '"'));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(text(response)).contains(reason);
	}

	private String worker() {
		return "images/" + this.pool.snapshot().workers().get(0).id();
	}

	private HttpResponse<byte[]> post(String worker, String body) throws IOException, InterruptedException {
		return this.client.send(request(worker, body), BodyHandlers.ofByteArray());
	}

	private HttpRequest request(String worker, String body) {
		URI uri = URI.create("http://localhost:%s/actuator/workers/%s"
			.formatted(this.context.getEnvironment().getProperty("local.server.port"), worker));
		return HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
	}

	private static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WebApplication {

	}

}

package io.github.workerthreads.actuate;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.workerthreads.pool.PoolStatus;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.worker.StopOutcome;
import io.github.workerthreads.worker.Worker;
import io.github.workerthreads.worker.WorkerContext;
import io.github.workerthreads.worker.WorkerFunction;
import io.github.workerthreads.worker.WorkerFuture;
import io.github.workerthreads.worker.WorkerScript;
import io.github.workerthreads.worker.WorkerTerminatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link WorkersEndpoint} in an application, over HTTP.
 */
@Timeout(60)
class WorkersEndpointWebTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private final CountDownLatch running = new CountDownLatch(1);

	private volatile boolean stopLoop;

	@SuppressWarnings("NullAway.Init") // set by each test
	private ConfigurableApplicationContext context;

	@AfterEach
	void endApplication() {
		this.stopLoop = true;
		this.context.close();
	}

	@Test
	void poolsAreShown() throws Exception {
		start("--worker-threads.pools.images.size=2", "--worker-threads.pools.images.queue-capacity=7");
		JsonNode pools = json(get("/actuator/workers")).path("pools");
		assertThat(pools.propertyNames()).containsExactlyInAnyOrder("default", "images");
		JsonNode images = pools.path("images");
		assertThat(images.propertyNames()).containsExactly("isolation", "status", "size", "minSize", "queue",
				"utilization", "counts", "workers", "spares", "abandoned", "restart");
		assertThat(images.path("isolation").asString()).isEqualTo("thread");
		assertThat(images.path("status").asString()).isEqualTo("RUNNING");
		assertThat(images.path("size").asInt()).isEqualTo(2);
		assertThat(images.path("queue").toString()).isEqualTo("""
				{"size":0,"capacity":7,"remaining":7}""");
		assertThat(images.path("counts").propertyNames()).containsExactly("accepted", "rejected", "succeeded", "failed",
				"timedOut", "cancelled", "terminated", "restarts", "abandoned");
		assertThat(images.path("workers").valueStream().map((worker) -> worker.path("name").asString()))
			.containsExactly("worker-images-1", "worker-images-2");
	}

	@Test
	void poolIsShownInFull() throws Exception {
		start("--worker-threads.pools.images.size=1", "--worker-threads.pools.images.timeout=90s");
		WorkerPool pool = pool("images");
		pool.submit(() -> {
			throw new IOException("disk full");
		}).toCompletableFuture().exceptionally((ex) -> null).join();
		JsonNode images = json(get("/actuator/workers/images"));
		assertThat(images.propertyNames()).containsExactly("name", "isolation", "status", "size", "minSize", "queue",
				"limits", "utilization", "counts", "workers", "spares", "abandoned", "restart", "tasks", "endings",
				"failures");
		assertThat(images.path("limits").toString()).isEqualTo("""
				{"timeout":"PT1M30S","queueTimeout":"PT30S","terminateGrace":"PT1S","drainPeriod":"PT10S",\
				"threadPriority":5,"daemon":true}""");
		JsonNode failure = images.path("failures").path(0);
		assertThat(failure.path("outcome").asString()).isEqualTo("ERROR");
		assertThat(failure.path("reason").asString()).contains("disk full");
		assertThat(images.path("counts").path("failed").asInt()).isEqualTo(1);
	}

	@Test
	void whatDoesNotExistIsAnsweredWithWhatDoes() throws Exception {
		start("--worker-threads.pools.images.size=2", "--management.endpoint.workers.access=unrestricted");
		HttpResponse<String> noPool = get("/actuator/workers/nope");
		assertThat(noPool.statusCode()).isEqualTo(404);
		assertThat(json(noPool).path("message").asString()).contains("'nope'", "default", "images");
		HttpResponse<String> noWorker = get("/actuator/workers/images/77");
		assertThat(noWorker.statusCode()).isEqualTo(404);
		assertThat(json(noWorker).path("message").asString())
			.isEqualTo("Pool 'images' has no worker '77', only [1, 2]");
		assertThat(get("/actuator/workers/images/abc").statusCode()).isEqualTo(404);
		assertThat(get("/actuator/workers/nope/1").statusCode()).isEqualTo(404);
		assertThat(delete("/actuator/workers/images/77").statusCode()).isEqualTo(404);
		assertThat(delete("/actuator/workers/nope/1").statusCode()).isEqualTo(404);
		assertThat(post("/actuator/workers/nope", "{\"action\":\"pause\"}").statusCode()).isEqualTo(404);
	}

	@Test
	void accessIsReadOnlyByDefault() throws Exception {
		start();
		assertThat(post("/actuator/workers/default", "{\"action\":\"pause\"}").statusCode()).isEqualTo(405);
		assertThat(post("/actuator/workers/default/1", "{\"action\":\"heap-dump\"}").statusCode()).isEqualTo(405);
		assertThat(delete("/actuator/workers/default/1").statusCode()).isEqualTo(405);
		assertThat(delete("/actuator/workers/default/tasks/1").statusCode()).isEqualTo(404);
		assertThat(pool("default").snapshot().status()).isEqualTo(PoolStatus.RUNNING);
		assertThat(get("/actuator/workers/default/1").statusCode()).isEqualTo(200);
	}

	// So it is with all endpoints of Actuator: rules for paths cannot tell pools apart
	@Test
	void parameterNamedAsPartOfThePathWins() throws Exception {
		start("--worker-threads.pools.images.size=1", "--management.endpoint.workers.access=unrestricted");
		assertThat(post("/actuator/workers/images?pool=default", "{\"action\":\"pause\"}").statusCode()).isEqualTo(200);
		assertThat(pool("images").snapshot().status()).isEqualTo(PoolStatus.RUNNING);
		assertThat(pool("default").snapshot().status()).isEqualTo(PoolStatus.PAUSED);
	}

	@Test
	void poolIsPausedAndResumed() throws Exception {
		start("--management.endpoint.workers.access=unrestricted");
		HttpResponse<String> paused = post("/actuator/workers/default", "{\"action\":\"pause\"}");
		assertThat(paused.statusCode()).isEqualTo(200);
		assertThat(json(paused).path("status").asString()).isEqualTo("PAUSED");
		WorkerFuture<String> waiting = pool("default").submit(() -> "ran");
		HttpResponse<String> health = get("/actuator/health/workers/default");
		assertThat(health.statusCode()).isEqualTo(503);
		assertThat(json(health).path("status").asString()).isEqualTo("OUT_OF_SERVICE");
		assertThat(json(get("/actuator/workers/default")).path("queue").path("size").asInt()).isEqualTo(1);
		assertThat(json(post("/actuator/workers/default", "{\"action\":\"resume\"}")).path("status").asString())
			.isEqualTo("RUNNING");
		assertThat(waiting.get()).isEqualTo("ran");
		assertThat(get("/actuator/health/workers").statusCode()).isEqualTo(200);
	}

	@Test
	void poolIsResized() throws Exception {
		start("--management.endpoint.workers.access=unrestricted", "--worker-threads.pools.images.size=2");
		JsonNode larger = json(post("/actuator/workers/images", "{\"size\":3}"));
		assertThat(larger.path("size").asInt()).isEqualTo(3);
		assertThat(larger.path("minSize").asInt()).isEqualTo(3);
		assertThat(larger.path("workers")).hasSize(3);
		JsonNode elastic = json(post("/actuator/workers/images", "{\"size\":4,\"minSize\":1}"));
		assertThat(elastic.path("size").asInt()).isEqualTo(4);
		assertThat(elastic.path("minSize").asInt()).isEqualTo(1);
	}

	@Test
	void sizeOutOfRangeIsAnsweredWithTheLimit() throws Exception {
		start("--management.endpoint.workers.access=unrestricted");
		HttpResponse<String> tooLarge = post("/actuator/workers/default", "{\"size\":2000}");
		assertThat(tooLarge.statusCode()).isEqualTo(400);
		assertThat(json(tooLarge).path("message").asString()).isEqualTo("'size' must be from 1 to 1024 but was 2000");
		HttpResponse<String> crossed = post("/actuator/workers/default", "{\"size\":2,\"minSize\":3}");
		assertThat(crossed.statusCode()).isEqualTo(400);
		assertThat(json(crossed).path("message").asString()).isEqualTo("'minSize' must be from 0 to 2 but was 3");
		HttpResponse<String> alone = post("/actuator/workers/default", "{\"minSize\":3}");
		assertThat(alone.statusCode()).isEqualTo(400);
		assertThat(json(alone).path("message").asString()).isEqualTo("'minSize' of 3 needs a 'size' beside it");
		assertThat(post("/actuator/workers/default", "{\"size\":\"many\"}").statusCode()).isEqualTo(400);
	}

	@Test
	void poolIsRecycled() throws Exception {
		start("--management.endpoint.workers.access=unrestricted", "--worker-threads.pools.images.size=2",
				"--worker-threads.pools.images.terminate-grace=30s");
		assertThat(post("/actuator/workers/images", "{\"action\":\"recycle\"}").statusCode()).isEqualTo(200);
		Awaitility.await().untilAsserted(() -> {
			JsonNode images = json(get("/actuator/workers/images"));
			assertThat(images.path("workers").valueStream().map((worker) -> worker.path("id").asInt()))
				.containsExactly(3, 4);
			assertThat(images.path("endings").path(0).path("cause").asString()).isEqualTo("RECYCLE");
			assertThat(images.path("endings").path(0).path("reason").asString()).isEqualTo("recycled on request");
			assertThat(images.path("restart").path("deaths").asInt(-1)).isZero();
		});
	}

	@Test
	void tasksAreShownAndCancelledOneByOneOrAllThatWait() throws Exception {
		start("--worker-threads.pools.images.size=1", "--worker-threads.pools.images.terminate-grace=30s",
				"--management.endpoint.workers.access=unrestricted");
		WorkerPool pool = pool("images");
		CountDownLatch begun = new CountDownLatch(1);
		pool.submit(() -> {
			begun.countDown();
			new CountDownLatch(1).await();
			return null;
		});
		begun.await();
		for (int i = 0; i < 3; i++) {
			pool.submit(() -> "queued");
		}
		JsonNode tasks = json(get("/actuator/workers/images")).path("tasks");
		assertThat(tasks.valueStream().map((task) -> task.path("state").asString())).containsExactly("RUNNING",
				"QUEUED", "QUEUED", "QUEUED");
		JsonNode queued = json(delete("/actuator/workers/images/tasks/" + tasks.path(1).path("id").asLong()));
		assertThat(queued.path("outcome").asString()).isEqualTo("DEQUEUED");
		JsonNode left = json(post("/actuator/workers/images", "{\"action\":\"cancel-pending\"}"));
		assertThat(left.path("queue").path("size").asInt()).isZero();
		JsonNode running = json(delete("/actuator/workers/images/tasks/" + tasks.path(0).path("id").asLong()));
		assertThat(running.path("outcome").asString()).isEqualTo("INTERRUPTED");
		assertThat(running.path("task").asString()).isEqualTo(tasks.path(0).path("name").asString());
		assertThat(delete("/actuator/workers/images/tasks/4711").statusCode()).isEqualTo(404);
		assertThat(delete("/actuator/workers/images/tasks/x").statusCode()).isEqualTo(404);
		assertThat(delete("/actuator/workers/images/nope/1").statusCode()).isEqualTo(404);
	}

	@Test
	void poolIsDrainedUntilItIsResumed() throws Exception {
		start("--management.endpoint.workers.access=unrestricted");
		assertThat(json(post("/actuator/workers/default", "{\"action\":\"drain\"}")).path("status").asString())
			.isEqualTo("DRAINING");
		assertThat(pool("default").submit(() -> 1).toCompletableFuture()).isCompletedExceptionally();
		assertThat(json(post("/actuator/workers/default", "{\"action\":\"resume\"}")).path("status").asString())
			.isEqualTo("RUNNING");
		assertThat(pool("default").submit(() -> 1).get()).isEqualTo(1);
	}

	@Test
	void unknownActionIsAnsweredWithThoseThatExist() throws Exception {
		start("--management.endpoint.workers.access=unrestricted");
		HttpResponse<String> unknown = post("/actuator/workers/default", "{\"action\":\"explode\"}");
		assertThat(unknown.statusCode()).isEqualTo(400);
		assertThat(json(unknown).path("message").asString())
			.isEqualTo("'action' must be one of [pause, resume, drain, recycle, cancel-pending] but was 'explode'");
		HttpResponse<String> missing = post("/actuator/workers/default", "{}");
		assertThat(missing.statusCode()).isEqualTo(400);
		assertThat(json(missing).path("message").asString())
			.contains("[pause, resume, drain, recycle, cancel-pending]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/octet-stream", "text/plain", "application/json", "*/*" })
	void wrongDiagnosisIsToldWhateverTheClientAccepts(String accepted) throws Exception {
		start("--management.endpoint.workers.access=unrestricted");
		HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(uri("/actuator/workers/default/1"))
			.header("Content-Type", "application/json")
			.header("Accept", accepted)
			.POST(BodyPublishers.ofString("{\"action\":\"explode\"}"))
			.build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response).path("message").asString()).contains("'explode'", "heap-dump");
	}

	@Test
	void workerStuckInLoopIsShownAndAbandoned() throws Exception {
		start("--management.endpoint.workers.access=unrestricted", "--worker-threads.pools.cpu.size=1",
				"--worker-threads.pools.cpu.terminate-grace=50ms");
		WorkerPool pool = pool("cpu");
		WorkerFuture<String> stuck = pool.submit(this::loopForEver);
		this.running.await();
		JsonNode busy = json(get("/actuator/workers/cpu/1"));
		assertThat(busy.path("state").asString()).isEqualTo("BUSY");
		assertThat(busy.path("threadState").asString()).isEqualTo("RUNNABLE");
		assertThat(busy.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
		assertThat(busy.path("cpuTime").asString()).startsWith("PT");
		assertThat(busy.path("allocatedBytes").asLong()).isPositive();
		assertThat(busy.path("task").path("elapsed").asString()).startsWith("PT");
		assertThat(busy.path("stackTrace").toString()).contains("loopForEver");

		HttpResponse<String> response = delete("/actuator/workers/cpu/1");
		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode termination = json(response);
		assertThat(termination.path("outcome").asString()).isEqualTo("ABANDONED");
		assertThat(termination.path("pool").asString()).isEqualTo("cpu");
		assertThat(termination.path("worker").asInt()).isEqualTo(1);
		assertThat(termination.path("lostTask").asString()).isEqualTo("lambda");
		assertThat(termination.path("elapsed").asString()).startsWith("PT");
		assertThat(stuck.toCompletableFuture().handle((result, ex) -> ex).get()).isInstanceOfSatisfying(
				WorkerTerminatedException.class, (ex) -> assertThat(ex.getOutcome()).isEqualTo(StopOutcome.ABANDONED));

		assertThat(pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-cpu-2");
		JsonNode abandoned = json(get("/actuator/workers/cpu/1"));
		assertThat(abandoned.path("state").asString()).isEqualTo("ABANDONED");
		assertThat(abandoned.path("stackTrace").toString()).contains("loopForEver");
		assertThat(json(get("/actuator/workers/cpu")).path("abandoned").path(0).path("id").asInt()).isEqualTo(1);
		assertThat(gauge("workers.abandoned?tag=pool:cpu")).isEqualTo(1);
		assertThat(gauge("workers.restarts?tag=pool:cpu&tag=cause:abandoned")).isEqualTo(1);
		assertThat(json(get("/actuator/health/workers/cpu")).path("status").asString()).isEqualTo("UP");

		this.stopLoop = true;
		Awaitility.await().until(() -> pool.snapshot().abandoned().isEmpty());
		assertThat(gauge("workers.abandoned?tag=pool:cpu")).isZero();
		assertThat(get("/actuator/workers/cpu/1").statusCode()).isEqualTo(404);
	}

	@Test
	void argumentsOfTasksAreNeverShown() throws Exception {
		start("--worker-threads.pools.cpu.size=1");
		WorkerPool pool = pool("cpu");
		WorkerFuture<String> running = pool.run(Waiting.class, "s3cret");
		WorkerFuture<String> queued = pool.run(Waiting.class, "s3cret");
		Awaitility.await().until(() -> json(get("/actuator/workers/cpu/1")).path("task").isObject());
		for (String path : List.of("", "/cpu", "/cpu/1")) {
			assertThat(get("/actuator/workers" + path).body()).contains("\"name\":\"Waiting\"")
				.doesNotContain("s3cret");
		}
		queued.cancel(true);
		running.cancel(true);
	}

	@Test
	void workerThatAnswersToInterruptIsTerminated() throws Exception {
		start("--management.endpoint.workers.access=unrestricted", "--worker-threads.pools.cpu.size=1",
				"--worker-threads.pools.cpu.terminate-grace=30s");
		WorkerPool pool = pool("cpu");
		WorkerFuture<String> sleeping = pool.submit(this::waitForEver);
		this.running.await();
		JsonNode termination = json(delete("/actuator/workers/cpu/1"));
		assertThat(termination.path("outcome").asString()).isEqualTo("TERMINATED");
		assertThat(sleeping.toCompletableFuture().handle((result, ex) -> ex).get()).isInstanceOfSatisfying(
				WorkerTerminatedException.class, (ex) -> assertThat(ex.getOutcome()).isEqualTo(StopOutcome.TERMINATED));
		assertThat(pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("worker-cpu-2");
		assertThat(json(get("/actuator/workers/cpu")).path("endings").path(0).path("state").asString())
			.isEqualTo("TERMINATED");
	}

	@Test
	void longLivedWorkerOfAProcessIsShownWithItsOwn() throws Exception {
		start();
		try (Worker worker = Worker.builder(Radio.class).isolation("process").start()) {
			CompletableFuture<Boolean> online = new CompletableFuture<>();
			worker.onOnline(() -> online.complete(true));
			online.get(30, TimeUnit.SECONDS);
			JsonNode details = json(get("/actuator/workers/~/" + worker.threadId()));
			assertThat(details.path("pid").asLong()).isEqualTo(worker.pid())
				.isNotEqualTo(ProcessHandle.current().pid());
		}
	}

	@Test
	void longLivedWorkersAreShownAndTerminatedBesideThoseOfPools() throws Exception {
		start("--management.endpoint.workers.access=unrestricted");
		try (Worker worker = Worker.builder(Radio.class)
			.isolation("class-loader")
			.threadName("radio")
			.terminateGrace(Duration.ofSeconds(30))
			.start()) {
			String path = "/actuator/workers/~/" + worker.threadId();
			JsonNode shown = json(get("/actuator/workers")).path("dedicated").path(0);
			assertThat(shown.propertyNames()).containsExactly("id", "name", "script", "isolation", "state", "startedAt",
					"utilization");
			assertThat(shown.path("isolation").asString()).isEqualTo("class-loader");
			assertThat(shown.path("name").asString()).isEqualTo("radio");
			assertThat(shown.path("script").asString()).isEqualTo(Radio.class.getName());
			JsonNode details = json(get(path));
			assertThat(details.path("pool").asString()).isEqualTo("~");
			assertThat(details.path("cpuTime").asString()).startsWith("PT");
			Awaitility.await()
				.untilAsserted(() -> assertThat(json(get(path)).path("stackTrace").toString()).contains("EventLoop"));
			JsonNode ended = json(delete(path));
			assertThat(ended.path("outcome").asString()).isEqualTo("TERMINATED");
			worker.exit().get(30, TimeUnit.SECONDS);
			assertThat(get(path).statusCode()).isEqualTo(404);
			assertThat(get("/actuator/workers/~/nope").body())
				.contains("There is no long-lived worker 'nope', only []");
		}
	}

	@Test
	void endpointIsAnMBeanToo() throws Exception {
		start("--spring.jmx.enabled=true", "--management.endpoints.jmx.exposure.include=workers",
				"--spring.jmx.default-domain=workers-test", "--management.endpoints.jmx.domain=workers-test");
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = new ObjectName("workers-test:type=Endpoint,name=Workers");
		String[] signature = { String.class.getName() };
		assertThat(server.invoke(name, "pool", new Object[] { "default" }, signature)).isInstanceOfSatisfying(Map.class,
				(pool) -> assertThat(pool.get("status")).isEqualTo("RUNNING"));
		assertThat(catchThrowable(() -> server.invoke(name, "pool", new Object[] { "nope" }, signature)))
			.hasStackTraceContaining("There is no worker pool named 'nope', only [default]");
		assertThat(server.getMBeanInfo(name).getOperations()).extracting(MBeanOperationInfo::getName)
			.containsOnly("workers", "pool", "worker");
	}

	@Test
	void requestThatWaitsForWorkerIsAnsweredDuringGracefulShutdown() throws Exception {
		start("--server.shutdown=graceful");
		WorkController controller = this.context.getBean(WorkController.class);
		CompletableFuture<HttpResponse<String>> response = this.client
			.sendAsync(HttpRequest.newBuilder(uri("/work")).build(), BodyHandlers.ofString());
		controller.working.await();
		WorkerPool pool = pool("default");
		CompletableFuture<Void> closing = CompletableFuture.runAsync(this.context::close);
		Awaitility.await().until(() -> catchThrowable(() -> get("/actuator/health")) instanceof ConnectException);
		assertThat(pool.submit(() -> "accepted").get()).isEqualTo("accepted");
		controller.release.countDown();
		assertThat(response.join().statusCode()).isEqualTo(200);
		assertThat(response.join().body()).isEqualTo("worked");
		closing.join();
		assertThat(pool.snapshot().status()).isEqualTo(PoolStatus.CLOSED);
	}

	private String loopForEver() {
		this.running.countDown();
		while (!this.stopLoop) {
			Thread.onSpinWait();
		}
		return "stopped";
	}

	private String waitForEver() throws InterruptedException {
		this.running.countDown();
		new CountDownLatch(1).await();
		return "never";
	}

	private void start(String... arguments) {
		SpringApplication application = new SpringApplication(WebApplication.class);
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--management.endpoints.web.exposure.include=*",
				"--management.endpoint.health.show-details=always"));
		all.addAll(List.of(arguments));
		this.context = application.run(all.toArray(String[]::new));
	}

	private WorkerPool pool(String name) {
		return this.context.getBean((name.equals("default")) ? "workerPool" : name + "WorkerPool", WorkerPool.class);
	}

	private double gauge(String meter) throws Exception {
		return json(get("/actuator/metrics/" + meter)).path("measurements").path(0).path("value").asDouble();
	}

	private HttpResponse<String> get(String path) throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> delete(String path) throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(path)).DELETE().build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> post(String path, String body) throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.context.getEnvironment().getProperty("local.server.port") + path);
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WebApplication {

		@Bean
		WorkController controller(WorkerPool pool) {
			return new WorkController(pool);
		}

	}

	static class Waiting implements WorkerFunction<String, String> {

		@Override
		public String apply(String input) throws InterruptedException {
			new CountDownLatch(1).await();
			return input;
		}

	}

	@RestController
	static class WorkController {

		private final CountDownLatch working = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		private final WorkerPool pool;

		WorkController(WorkerPool pool) {
			this.pool = pool;
		}

		@GetMapping("/work")
		String work() throws Exception {
			return this.pool.submit(() -> {
				this.working.countDown();
				this.release.await();
				return "worked";
			}).get();
		}

	}

	static final class Radio implements WorkerScript {

		@Override
		public void run(WorkerContext context) {
			context.parentPort().onMessage((message) -> {
			});
		}

	}

}

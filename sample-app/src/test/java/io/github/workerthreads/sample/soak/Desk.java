package io.github.workerthreads.sample.soak;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;

import io.github.workerthreads.sample.DeskClient;
import io.github.workerthreads.sample.PackagedDesk;

/**
 * One life of the image desk in a JVM of its own, from its start to its end. Thread-safe.
 */
final class Desk implements AutoCloseable {

	/**
	 * The pools and how many workers they have while they are at rest.
	 */
	static final Map<String, Integer> POOLS = Map.of("images", 2, "markdown", 2, "cpu", 2);

	/**
	 * The pool whose workers are processes.
	 */
	static final String PROCESSES = "images";

	private static final int TOMCAT_THREADS = 40;

	private static final int LONGEST_END = 60;

	private final PackagedDesk packaged;

	private final DeskClient client;

	private final int port;

	private final CountDownLatch replaced = new CountDownLatch(1);

	private volatile boolean stopping;

	private Desk(PackagedDesk packaged) throws Exception {
		this.packaged = packaged;
		this.port = packaged.port();
		this.client = new DeskClient(this.port);
	}

	/**
	 * Start the desk.
	 * @param temporaryFiles its directory for temporary files
	 * @return the desk, which listens
	 * @throws Exception if it does not
	 */
	static Desk start(Path temporaryFiles) throws Exception {
		PackagedDesk packaged = PackagedDesk.startJar(List.of("-Djava.io.tmpdir=" + temporaryFiles),
				Stream.concat(arguments(), sizes()).toList());
		// So that it does not go on when the soak is stopped by a signal
		Runtime.getRuntime().addShutdownHook(new Thread(packaged.process()::destroyForcibly));
		try {
			return new Desk(packaged);
		}
		catch (Exception ex) {
			packaged.close();
			throw ex;
		}
	}

	// Deaths are wanted here; as many threads as ever are needed, from the beginning
	private static Stream<String> arguments() {
		return Stream.of("--server.address=127.0.0.1", "--management.endpoint.workers.access=unrestricted",
				"--worker-threads.defaults.restart.intensity=1000000",
				"--worker-threads.pools.images.restart.intensity=1000000",
				"--worker-threads.defaults.restart.max-backoff=200ms", "--worker-threads.process.max-total-heap=1GB",
				"--worker-threads.process.heartbeat=4s", "--server.tomcat.threads.max=" + TOMCAT_THREADS,
				"--server.tomcat.threads.min-spare=" + TOMCAT_THREADS, "--server.tomcat.keep-alive-timeout=5m",
				"--server.tomcat.max-keep-alive-requests=-1", "--logging.level.io.github.workerthreads=ERROR");
	}

	private static Stream<String> sizes() {
		return POOLS.entrySet()
			.stream()
			.map((pool) -> "--worker-threads.pools.%s.size=%d".formatted(pool.getKey(), pool.getValue()));
	}

	DeskClient client() {
		return this.client;
	}

	int port() {
		return this.port;
	}

	Process process() {
		return this.packaged.process();
	}

	String output() {
		return this.packaged.output();
	}

	HttpResponse<byte[]> change(String pool, String json) throws Exception {
		return post("/actuator/workers/" + pool, json);
	}

	HttpResponse<byte[]> post(String path, String json) throws Exception {
		return this.client.send(this.client.request(path)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json)));
	}

	/**
	 * Read values from what the endpoint says of a pool.
	 * @param <T> the type of a value
	 * @param pool the name of the pool
	 * @param path the JSON path of a list
	 * @return the values
	 * @throws Exception if the endpoint does not answer
	 */
	<T> List<T> find(String pool, String path) throws Exception {
		HttpResponse<byte[]> response = this.client.get("/actuator/workers/" + pool);
		if (response.statusCode() != 200) {
			throw new IOException("GET of pool '%s' was answered with %d".formatted(pool, response.statusCode()));
		}
		return JsonPath.read(Answers.text(response), path);
	}

	/**
	 * Return whether connections may break since the application is told to end.
	 * @return whether it is
	 */
	boolean isStopping() {
		return this.stopping;
	}

	/**
	 * Tell the application to end as an operating system does, and wait until it has.
	 * @return whether it has, within a minute
	 * @throws InterruptedException if interrupted
	 */
	boolean terminate() throws InterruptedException {
		this.stopping = true;
		process().destroy();
		return process().waitFor(LONGEST_END, TimeUnit.SECONDS);
	}

	/**
	 * Let callers go on, who wait for another desk.
	 */
	void leave() {
		this.replaced.countDown();
	}

	void awaitReplacement() throws InterruptedException {
		this.replaced.await(LONGEST_END, TimeUnit.SECONDS);
	}

	/**
	 * End the application, whatever it does.
	 */
	@Override
	public void close() throws InterruptedException {
		this.stopping = true;
		this.packaged.close();
	}

}

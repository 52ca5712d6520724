package io.github.workerthreads.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.workerthreads.pool.PoolSnapshot;
import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.pool.WorkerSnapshot;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends {@link WorkersEndpoint} thousands of requests that nobody should send, over HTTP.
 * System properties {@code fuzz.seed} and {@code fuzz.requests} choose others, and more.
 */
@Timeout(300)
class WorkersEndpointFuzzTests {

	private static final long SEED = Long.getLong("fuzz.seed", 20261128);

	private static final int REQUESTS = Integer.getInteger("fuzz.requests", 3000);

	private static final List<String> METHODS = List.of("GET", "GET", "POST", "POST", "POST", "POST", "DELETE",
			"DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "FROBNICATE");

	private static final List<String> SEGMENTS = List.of("images", "default", "nope", "~", "tasks", "1", "2", "77",
			"-1", "0", "9223372036854775807", "9223372036854775808", "1.5", "1e3", "0x1", "%20", "%00", "%0a%0d",
			"..%2f..", "%2e%2e", "..;", "images;pool=default", "%E2%82%AC", "%F0%9F%98%80", "%ff%fe", "%25", "null",
			"true", "{pool}", "${jndi}", "*", "", "IMAGES", "images ", "im%61ges", "'", "%22", "<b>");

	private static final List<String> QUERIES = List.of("", "", "", "", "", "?", "?action=explode", "?size=0",
			"?size=many", "?pool=nope", "?worker=abc", "?action=a&action=b", "?seconds=-1", "?a=%00", "?=&&=");

	private static final List<String> VALUES = List.of("null", "true", "\"\"", "\"explode\"", "\"PAUSE\"", "\"pause \"",
			"\"thread-dump\"", "\"heap-dump\"", "\"recording\"", "-1", "0", "1025", "2147483647", "2147483648",
			"-2147483648", "9223372036854775808", "1e400", "1.5", "\"8\u0000\"", "\"0x4\"", "[]", "{}", "[1]",
			"{\"size\":3}", "\"\\u0000\"", "\"\\ud800\"", "\"NaN\"");

	private static final List<String> NAMES = List.of("action", "size", "minSize", "seconds", "pool", "worker", "",
			"Action", "size ", "constructor", "__proto__");

	// No multipart: a broken one is an error 500 of the framework's, on every path
	private static final List<String> TYPES = List.of("application/json", "application/json", "application/json",
			"application/json", "application/json", "application/vnd.spring-boot.actuator.v3+json", "text/plain",
			"application/x-www-form-urlencoded", "application/json;charset=utf-16");

	private static final List<String> ACCEPTED = List.of("*/*", "*/*", "*/*", "*/*", "application/json", "text/html",
			"image/png", "application/octet-stream", "text/plain;q=0.1");

	private final HttpClient client = HttpClient.newHttpClient();

	private final Random random = new Random(SEED);

	private final Map<Integer, Integer> statuses = new TreeMap<>();

	@SuppressWarnings("NullAway.Init") // set before each test
	private ConfigurableApplicationContext context;

	@BeforeEach
	void startApplication() {
		this.context = new SpringApplication(WebApplication.class).run("--server.port=0", "--server.address=127.0.0.1",
				"--management.endpoints.web.exposure.include=workers",
				"--management.endpoint.workers.access=unrestricted", "--worker-threads.pools.images.size=2",
				"--worker-threads.pools.default.size=2");
	}

	@AfterEach
	void endApplication() {
		this.context.close();
	}

	@Test
	void wrongRequestsAreAnsweredWithWhatIsWrongAndChangeNothing() throws Exception {
		List<String> before = states();
		for (int i = 0; i < REQUESTS; i++) {
			Request request = nextRequest();
			HttpResponse<String> response = send(request);
			String what = "request %d of seed %d: %s%nwas answered with %d: %s".formatted(i, SEED, request,
					response.statusCode(), response.body());
			this.statuses.merge(response.statusCode(), 1, Integer::sum);
			assertThat(response.statusCode()).as(what).isBetween(200, 499).isNotIn(300, 301, 302, 303, 307, 308);
			if (response.statusCode() >= 400 && request.canBeTold()) {
				assertThat(response.body()).as(what).isNotBlank();
			}
			if (response.statusCode() < 300 && !isSafe(request.method())) {
				// By chance it was right: an existing worker is terminated and replaced
				awaitWorkers();
				before = states();
			}
			else {
				assertThat(states()).as(what).isEqualTo(before);
			}
		}
		System.out.printf("%d requests, by status of their answer: %s%n", REQUESTS, this.statuses);
		assertThat(this.statuses).containsKeys(200, 400, 404, 405, 415);
		for (WorkerPool pool : this.context.getBean(WorkerPools.class).all()) {
			assertThat(pool.submit(() -> "still works").get()).isEqualTo("still works");
		}
	}

	@Test
	void requestsThatAreNoHttpAreAnsweredOrCutOff() throws Exception {
		List<String> before = states();
		for (int i = 0; i < 200; i++) {
			byte[] noise = noise();
			try (Socket socket = new Socket("127.0.0.1", port())) {
				socket.setSoTimeout(20_000);
				socket.getOutputStream().write(noise);
				socket.shutdownOutput();
				String answer = readAnswer(socket.getInputStream());
				assertThat(answer).as("noise %d of seed %d", i, SEED).doesNotStartWith("HTTP/1.1 5");
			}
		}
		assertThat(states()).isEqualTo(before);
	}

	private static String readAnswer(InputStream input) {
		try {
			return new String(input.readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("No answer", ex);
		}
		catch (IOException ex) {
			return ""; // cut off with a reset
		}
	}

	private byte[] noise() {
		byte[] bytes = "%s /actuator/workers/images HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{\"size\":0"
			.formatted(one(METHODS))
			.getBytes(StandardCharsets.ISO_8859_1);
		for (int i = this.random.nextInt(1, 6); i > 0; i--) {
			bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt(256);
		}
		return bytes;
	}

	private Request nextRequest() {
		StringBuilder path = new StringBuilder("/actuator/workers");
		for (int i = this.random.nextInt(5); i > 0; i--) {
			path.append('/').append(nextSegment());
		}
		return new Request(one(METHODS), path + one(QUERIES), one(TYPES), one(ACCEPTED), nextBody());
	}

	private String nextSegment() {
		String segment = (this.random.nextInt(60) == 0) ? "a".repeat(this.random.nextInt(20_000)) : one(SEGMENTS);
		return segment.replace(" ", "%20")
			.replace("{", "%7B")
			.replace("}", "%7D")
			.replace("<", "%3C")
			.replace(">", "%3E");
	}

	private String nextBody() {
		switch (this.random.nextInt(14)) {
			case 0:
				return "";
			case 1:
				return one(VALUES);
			case 2:
				return "[".repeat(this.random.nextInt(100_000));
			case 3:
				return "{\"action\":".repeat(this.random.nextInt(20_000)) + "1";
			case 4:
				return "{\"action\":\"%s\"}".formatted("x".repeat(this.random.nextInt(1 << 20)));
			case 5:
				return "{\"size\":%s}".formatted("9".repeat(this.random.nextInt(1, 5000)));
			default:
				return mutated("{\"%s\":%s,\"%s\":%s}".formatted(one(NAMES), one(VALUES), one(NAMES), one(VALUES)));
		}
	}

	private String mutated(String body) {
		int place = this.random.nextInt(body.length());
		return switch (this.random.nextInt(6)) {
			case 0 -> body.substring(0, place);
			case 1 -> body.substring(0, place) + (char) this.random.nextInt(0xd800) + body.substring(place);
			default -> body;
		};
	}

	private HttpResponse<String> send(Request request) throws Exception {
		return this.client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + request.path()))
			.timeout(Duration.ofSeconds(30))
			.header("Content-Type", request.contentType())
			.header("Accept", request.accept())
			.method(request.method(), BodyPublishers.ofString(request.body()))
			.build(), BodyHandlers.ofString());
	}

	private int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static boolean isSafe(String method) {
		return List.of("GET", "HEAD", "OPTIONS", "TRACE").contains(method);
	}

	private List<String> states() {
		List<String> states = new ArrayList<>();
		for (WorkerPool pool : this.context.getBean(WorkerPools.class).all()) {
			PoolSnapshot snapshot = pool.snapshot();
			states.add("%s %s %d-%d queued %d %s workers %s".formatted(pool.name(), snapshot.status(),
					snapshot.minSize(), snapshot.size(), snapshot.queued(), snapshot.counts(),
					snapshot.workers().stream().map(WorkerSnapshot::id).toList()));
		}
		return states;
	}

	private void awaitWorkers() {
		Awaitility.await()
			.until(() -> this.context.getBean(WorkerPools.class)
				.all()
				.stream()
				.map(WorkerPool::snapshot)
				.allMatch((pool) -> pool.workers().size() == pool.size()
						&& pool.workers().stream().allMatch((worker) -> worker.state() == WorkerState.IDLE)));
	}

	private <T> T one(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	/**
	 * A request.
	 *
	 * @param method its method
	 * @param path its path and query
	 * @param contentType the type that it says its body has
	 * @param accept the types that it says it accepts
	 * @param body its body
	 */
	private record Request(String method, String path, String contentType, String accept, String body) {

		// What cannot be written in a form that the sender accepts is the status only
		boolean canBeTold() {
			return !this.method.equals("HEAD") && List.of("*/*", "application/json").contains(this.accept);
		}

		@Override
		public String toString() {
			return "%s %s (%s, accepts %s) %s".formatted(this.method, shortened(this.path), this.contentType,
					this.accept, shortened(this.body));
		}

		private static String shortened(String text) {
			return (text.length() > 300) ? text.substring(0, 300) + "... of " + text.length() : text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WebApplication {

	}

}

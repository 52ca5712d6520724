package io.github.workerthreads.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HTTP client of a running image desk. Thread-safe.
 */
public final class DeskClient {

	private static final String BOUNDARY = "a-boundary-of-the-tests";

	private final URI base;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(20))
		.build();

	public DeskClient(int port) {
		this.base = URI.create("http://127.0.0.1:" + port);
	}

	public HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.base.resolve(path)).timeout(Duration.ofSeconds(60));
	}

	public HttpResponse<byte[]> get(String path) throws Exception {
		return send(request(path));
	}

	/**
	 * Open an answer that is read while it is written.
	 * @param path the path
	 * @return the answer; closing its body breaks the connection
	 * @throws Exception if there is none
	 */
	public HttpResponse<InputStream> open(String path) throws Exception {
		return this.client.send(request(path).build(), BodyHandlers.ofInputStream());
	}

	public HttpResponse<byte[]> post(String path) throws Exception {
		return send(request(path).POST(BodyPublishers.noBody()));
	}

	public HttpResponse<byte[]> delete(String path) throws Exception {
		return send(request(path).DELETE());
	}

	public HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
		return this.client.send(request.build(), BodyHandlers.ofByteArray());
	}

	public HttpResponse<byte[]> upload(String path, byte[] picture) throws Exception {
		return send(uploadRequest(path, BodyPublishers.ofByteArray(picture)));
	}

	public CompletableFuture<HttpResponse<byte[]>> uploadAsync(String path, byte[] picture) {
		HttpRequest request = uploadRequest(path, BodyPublishers.ofByteArray(picture)).build();
		return this.client.sendAsync(request, BodyHandlers.ofByteArray());
	}

	/**
	 * Upload a picture whose length the server does not know in advance.
	 * @param path the path
	 * @param picture the bytes of the picture
	 * @return the answer
	 * @throws Exception if there is none
	 */
	public HttpResponse<byte[]> uploadChunked(String path, byte[] picture) throws Exception {
		return send(uploadRequest(path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(picture))));
	}

	public HttpResponse<byte[]> uploadForm(String path, String field, byte[] picture) throws Exception {
		return send(request(path).header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
			.POST(BodyPublishers.ofByteArray(form(field, picture))));
	}

	public HttpResponse<byte[]> postText(String path, String text) throws Exception {
		return send(textRequest(path, text));
	}

	public CompletableFuture<HttpResponse<byte[]>> postTextAsync(String path, String text) {
		return this.client.sendAsync(textRequest(path, text).build(), BodyHandlers.ofByteArray());
	}

	private HttpRequest.Builder textRequest(String path, String text) {
		return request(path).header("Content-Type", "text/markdown").POST(BodyPublishers.ofString(text));
	}

	private HttpRequest.Builder uploadRequest(String path, BodyPublisher body) {
		return request(path).header("Content-Type", "application/octet-stream").POST(body);
	}

	private static byte[] form(String field, byte[] picture) throws IOException {
		ByteArrayOutputStream form = new ByteArrayOutputStream();
		form.write("""
				--%s\r
				Content-Disposition: form-data; name="%s"; filename="picture.jpg"\r
				Content-Type: image/jpeg\r
				\r
				""".formatted(BOUNDARY, field).getBytes(StandardCharsets.US_ASCII));
		form.write(picture);
		form.write("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.US_ASCII));
		return form.toByteArray();
	}

	/**
	 * Read a value from a JSON body.
	 * @param <T> the type of the value
	 * @param response the answer
	 * @param path the JSON path
	 * @return the value
	 */
	public static <T> T json(HttpResponse<byte[]> response, String path) {
		return JsonPath.read(new String(response.body(), StandardCharsets.UTF_8), path);
	}

	/**
	 * Wait until a worker has a task. One that only is busy may be about to have none,
	 * with the answer of its last task already sent.
	 * @param pool the pool
	 * @return the id of the first worker that has one
	 */
	public int workerWithTask(String pool) {
		return Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.until(() -> DeskClient.<List<Integer>>json(get("/actuator/workers/" + pool),
					"$.workers[?(@.task.id > 0)].id"), (ids) -> !ids.isEmpty())
			.get(0);
	}

	/**
	 * Assert that an answer is a problem as RFC 9457 describes it.
	 * @param response the answer
	 * @param status the status
	 * @param detail a part of the detail
	 */
	public static void assertProblem(HttpResponse<byte[]> response, int status, String detail) {
		assertThat(response.statusCode()).as(() -> new String(response.body(), StandardCharsets.UTF_8))
			.isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(DeskClient.<Integer>json(response, "$.status")).isEqualTo(status);
		assertThat(DeskClient.<String>json(response, "$.detail")).contains(detail);
	}

	/**
	 * Assert that an answer is a PNG of the given size.
	 * @param response the answer
	 * @param width the width
	 * @param height the height
	 */
	public static void assertPicture(HttpResponse<byte[]> response, int width, int height) {
		assertThat(response.statusCode()).as(() -> new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
		assertThat(Pictures.decode(response.body())).satisfies((image) -> {
			assertThat(image.getWidth()).isEqualTo(width);
			assertThat(image.getHeight()).isEqualTo(height);
		});
	}

}

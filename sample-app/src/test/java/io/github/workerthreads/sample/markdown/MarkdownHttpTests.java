package io.github.workerthreads.sample.markdown;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.sample.DeskClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code /markdown} over HTTP.
 */
@Timeout(60)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class MarkdownHttpTests {

	private final DeskClient desk;

	private final WorkerPool pool;

	MarkdownHttpTests(@LocalServerPort int port, @Autowired WorkerPools pools) {
		this.desk = new DeskClient(port);
		this.pool = pools.get("markdown");
	}

	@Test
	void textIsRenderedWithItsMacros() throws Exception {
		HttpResponse<byte[]> response = this.desk.postText("/markdown",
				"# Grüße\n\nNumber 20 is *{{fibonacci 20}}*, this is no {{macro}}.");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(text(response))
			.isEqualTo("<h1>Grüße</h1>\n<p>Number 20 is <em>6765</em>, this is no {{macro}}.</p>\n");
	}

	@Test
	void hostileTextBecomesHarmlessHtml() throws Exception {
		HttpResponse<byte[]> response = this.desk.postText("/markdown",
				"<script>alert(1)</script>\n\n[here](javascript:alert(1))");
		assertThat(text(response)).doesNotContain("<script").doesNotContain("javascript:");
	}

	@Test
	void textWithoutLengthOrTooLongIsRefused() throws Exception {
		DeskClient.assertProblem(this.desk.postText("/markdown", "a".repeat(100_001)), 400,
				"'length of the text' must be from 1 to 100000 but was 100001");
		assertThat(this.desk.postText("/markdown", "").statusCode()).isEqualTo(400);
	}

	@Test
	void runawayIsTerminatedAndTheNextTextIsRendered() throws Exception {
		CompletableFuture<HttpResponse<byte[]>> runaway = this.desk.postTextAsync("/markdown", "{{fibonacci 80}}");
		long worker = Awaitility.await()
			.atMost(20, TimeUnit.SECONDS)
			.until(this::busyWorkers, (ids) -> !ids.isEmpty())
			.get(0);
		HttpResponse<byte[]> terminated = this.desk.delete("/actuator/workers/markdown/" + worker);
		assertThat(DeskClient.<String>json(terminated, "$.outcome")).isEqualTo("TERMINATED");
		DeskClient.assertProblem(runaway.get(20, TimeUnit.SECONDS), 503, "The work was stopped");
		assertThat(this.pool.snapshot().abandoned()).isEmpty();
		assertThat(text(this.desk.postText("/markdown", "{{fibonacci 10}}"))).isEqualTo("<p>55</p>\n");
	}

	private List<Long> busyWorkers() {
		return this.pool.snapshot()
			.workers()
			.stream()
			.filter((worker) -> worker.task() != null)
			.map((worker) -> worker.id())
			.toList();
	}

	private static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

}

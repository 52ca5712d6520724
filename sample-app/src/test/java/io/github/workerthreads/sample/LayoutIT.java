package io.github.workerthreads.sample;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that workers with classes of their own work from each layout that an application
 * is started from.
 */
@Timeout(120)
class LayoutIT {

	// That a worker ends is tested here, not how soon: it takes 40 ms in a JVM that was
	// just started, 250 ms beside 16 busy threads on two processors, 600 ms beside 36
	private static final String PATIENCE = "--worker-threads.defaults.terminate-grace=20s";

	@Test
	void executableJar() throws Exception {
		try (PackagedDesk desk = PackagedDesk.start(List.of("-jar", System.getProperty("sample.jar")), PATIENCE)) {
			assertMarkdownIsIsolated(desk);
		}
	}

	@Test
	void extractedJar(@TempDir Path folder) throws Exception {
		try (PackagedDesk desk = PackagedDesk.start(List.of("-jar", PackagedDesk.extract(folder).toString()),
				PATIENCE)) {
			assertMarkdownIsIsolated(desk);
		}
	}

	@Test
	void classPathOfAnIde() throws Exception {
		try (PackagedDesk desk = PackagedDesk.start(
				List.of("-cp", System.getProperty("java.class.path"), ImageDeskApplication.class.getName()),
				PATIENCE)) {
			assertMarkdownIsIsolated(desk);
		}
	}

	@Test
	void restartLoaderOfDevTools() throws Exception {
		String classPath = String.join(System.getProperty("path.separator"), System.getProperty("java.class.path"),
				System.getProperty("devtools.jar"));
		try (PackagedDesk desk = PackagedDesk.start(List.of("-cp", classPath, ImageDeskApplication.class.getName()),
				"--spring.devtools.livereload.enabled=false", PATIENCE)) {
			assertMarkdownIsIsolated(desk);
			assertThat(desk.output()).contains("[  restartedMain]");
		}
	}

	@Test
	void executableJarWithTheAgent() throws Exception {
		try (PackagedDesk packaged = PackagedDesk.start(
				List.of("-javaagent:" + System.getProperty("agent.jar"), "-jar", System.getProperty("sample.jar")),
				PATIENCE)) {
			DeskClient desk = packaged.client();
			desk.post("/runaway?kind=loop&pool=cpu&seconds=60");
			HttpResponse<byte[]> terminated = desk.delete("/actuator/workers/cpu/" + desk.workerWithTask("cpu"));
			assertThat(DeskClient.<String>json(terminated, "$.outcome")).as(packaged::output).isEqualTo("TERMINATED");
			DeskClient.assertPicture(desk.get("/mandelbrot.png"), 640, 480);
			assertMarkdownIsIsolated(packaged);
			assertThat(packaged.output()).doesNotContain("the agent does nothing");
		}
	}

	private static void assertMarkdownIsIsolated(PackagedDesk packaged) throws Exception {
		DeskClient desk = packaged.client();
		assertThat(text(desk.postText("/markdown", "*{{fibonacci 20}}*"))).as(packaged::output)
			.isEqualTo("<p><em>6765</em></p>\n");
		CompletableFuture<HttpResponse<byte[]>> runaway = desk.postTextAsync("/markdown", "{{fibonacci 80}}");
		int worker = desk.workerWithTask("markdown");
		HttpResponse<byte[]> terminated = desk.delete("/actuator/workers/markdown/" + worker);
		assertThat(DeskClient.<String>json(terminated, "$.outcome")).as(packaged::output).isEqualTo("TERMINATED");
		assertThat(runaway.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
		assertThat(text(desk.postText("/markdown", "ok"))).isEqualTo("<p>ok</p>\n");
	}

	private static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

}

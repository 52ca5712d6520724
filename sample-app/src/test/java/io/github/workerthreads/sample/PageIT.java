package io.github.workerthreads.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of the page in a browser. Screenshots are left in {@code target/page}.
 */
@Timeout(120)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class PageIT {

	private static final Path SCREENSHOTS = Path.of("target", "page");

	private final String url;

	private final WorkerPool images;

	private Browser browser;

	PageIT(@LocalServerPort int port, @Autowired WorkerPools pools) {
		this.url = "http://localhost:%d/".formatted(port);
		this.images = pools.get("images");
	}

	@BeforeAll
	static void requireBrowser() {
		assumeTrue(Browser.find("chromium").isPresent() && Browser.find("chromedriver").isPresent(),
				"The page is tested only where 'chromium' and 'chromedriver' are on the PATH "
						+ "(on Debian: apt-get install chromium chromium-driver)");
	}

	@BeforeEach
	void open() throws Exception {
		this.browser = Browser.open(1200, 1500);
		this.browser.go(this.url);
		awaitText("#live", "Live");
	}

	@AfterEach
	void close() throws Exception {
		try {
			assertThat(this.browser.logs()).noneMatch((entry) -> entry.path("level").asString().equals("SEVERE"));
		}
		finally {
			this.browser.close();
		}
	}

	@Test
	void uploadedPictureShowsItsThumbnail(@TempDir Path folder) throws Exception {
		Path picture = Files.write(folder.resolve("<b>cat & dog.png"), Pictures.cat());
		this.browser.type("#file", picture.toString());
		awaitText("#thumbnail-note", "240 × 160 pixels");
		assertThat(this.browser.run("return find('thumbnail').alt").asString())
			.isEqualTo("Thumbnail of <b>cat & dog.png");
		assertThat(this.browser.run("return find('thumbnail').naturalWidth").asInt()).isEqualTo(240);
	}

	@Test
	void exampleAndMandelbrotAreShown() throws Exception {
		this.browser.click("#example");
		awaitText("#thumbnail-note", "240 × 160 pixels");
		this.browser.click("#mandelbrot-form button");
		awaitText("#mandelbrot-note", "640 × 480 pixels");
		assertThat(this.browser.run("""
				const pixels = find('mandelbrot').getContext('2d').getImageData(0, 0, 640, 480).data;
				return pixels.filter((value, i) => i % 4 === 3 && value === 255).length""").asInt())
			.isEqualTo(640 * 480);
		this.browser.screenshot(SCREENSHOTS.resolve("pictures.png"));
	}

	@Test
	void mandelbrotIsShownWhileItIsPaintedAndCanBeStopped() throws Exception {
		String workers = cpu("pool.workers.map((worker) => worker.name).join()");
		this.browser.run("""
				const fields = find('mandelbrot-form').elements;
				fields.width.value = fields.height.value = 2000;
				fields.iterations.value = 10000""");
		this.browser.click("#mandelbrot-form button");
		awaitText("#mandelbrot-note", "Painting … ");
		this.browser.screenshot(SCREENSHOTS.resolve("painting.png"));
		this.browser.click("#mandelbrot-stop");
		awaitText("#mandelbrot-note", "the workers stay");
		assertThat(this.browser.run("return find('mandelbrot-stop').disabled").asBoolean()).isTrue();
		Awaitility.await()
			.atMost(20, TimeUnit.SECONDS)
			.until(() -> cpu("[pool.queue.size, pool.workers.filter((worker) => worker.task).length, "
					+ "pool.counts.cancelled > 0].join()")
				.equals("0,0,true"));
		assertThat(cpu("pool.workers.map((worker) => worker.name).join()")).isEqualTo(workers);
		awaitNumber(".busy", 0);
		assertThat(this.browser.text("#pools")).contains(workers.split(",")).doesNotContain("ABANDONED");
	}

	private String cpu(String expression) throws Exception {
		return this.browser
			.run("return fetch('actuator/workers/cpu').then((answer) => answer.json()).then((pool) => %s)"
				.formatted(expression))
			.asString();
	}

	@Test
	void damagedPictureShowsTheReason(@TempDir Path folder) throws Exception {
		this.browser.type("#file", Files.writeString(folder.resolve("no-picture.png"), "Hello, world").toString());
		awaitText("#thumbnail-note", "422: The bytes are not a picture: send a JPEG or PNG");
		this.browser.logs(); // the browser logs each answer of 422 as an error
	}

	@Test
	void sleepingRunawayIsTerminated() throws Exception {
		this.browser.run("find('runaway-form').elements.pool.value = 'cpu'");
		this.browser.click("button[value=sleep]");
		terminateBusyWorker("runaway-sleep");
		awaitText("#log", "TERMINATED: nothing of it runs any more");
	}

	@Test
	void loopingRunawayIsAbandonedAndSaidToRunStill() throws Exception {
		this.browser.run("find('runaway-form').elements.pool.value = 'cpu'");
		this.browser.run("document.querySelector('input[name=seconds]').value = 30");
		this.browser.click("button[value=loop]");
		awaitText("#pools", "runaway-loop");
		awaitStack("#stack-trace", "Runaway.loop");
		terminateBusyWorker("runaway-loop");
		awaitText("#log", "ABANDONED: it did not stop and is STILL RUNNING");
		awaitText(".row.abandoned", "still running runaway-loop");
		this.browser.screenshot(SCREENSHOTS.resolve("abandoned.png"));
		Awaitility.await()
			.atMost(60, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.browser.text("#pools")).doesNotContain("ABANDONED"));
	}

	@Test
	void markdownIsShownAndItsRunawayTerminated() throws Exception {
		this.browser.click("#markdown-form button");
		awaitText("#markdown-note", "of HTML, in");
		this.browser.run("find('markdown').scrollIntoView()");
		this.browser.screenshot(SCREENSHOTS.resolve("markdown.png"));
		// Else the row of the rendering may be taken for that of the runaway
		awaitNumber(".task:not(:empty)", 0);
		this.browser.click("#markdown-runaway");
		terminateBusyWorker("MarkdownService.render");
		awaitText("#log", "of pool markdown is TERMINATED: nothing of it runs any more. That was known after");
		assertThat(this.browser.text("#log")).containsPattern("known after \\d+ ms");
		awaitText("#markdown-note", "503: The work was stopped before it had a result");
		this.browser.screenshot(SCREENSHOTS.resolve("markdown-terminated.png"));
		this.browser.logs(); // the browser logs each answer of 503 as an error
	}

	@Test
	void loopInAProcessIsKilled() throws Exception {
		awaitText("#thumbnail-title", "pool images, isolation process");
		this.browser.click("button[value=loop]");
		awaitText("#pools", "runaway-loop");
		awaitStack("#stack-note", "of its heap of");
		terminateBusyWorker("runaway-loop");
		awaitText("#log", "KILLED: its process was ended, nothing of it runs any more");
		this.browser.screenshot(SCREENSHOTS.resolve("killed.png"));
	}

	@Test
	void runawayThatTakesDownItsProcessIsSaidToHaveDoneSo() throws Exception {
		this.browser.click("button[value=memory]");
		awaitText("#log", "ran out of memory");
		awaitIdleWorkers(); // else nothing may be up for the thumbnail once the other one
							// has exited too
		this.browser.click("button[value=exit]");
		awaitText("#log", "exited with code 7");
		awaitText("#log", "The desk goes on, and another worker takes its place.");
		this.browser.click("#example");
		awaitText("#thumbnail-note", "240 × 160 pixels");
		this.browser.screenshot(SCREENSHOTS.resolve("processes.png"));
	}

	@Test
	void throwingRunawayShowsItsException() throws Exception {
		this.browser.click("button[value=throw]");
		awaitText("#log", "Thrown on purpose by a runaway of kind 'throw'");
	}

	@Test
	void pageFitsASmallScreen() throws Exception {
		this.browser.resize(360, 2600);
		this.browser.click("#example");
		awaitText("#thumbnail-note", "pixels");
		this.browser.screenshot(SCREENSHOTS.resolve("small.png"));
		assertThat(this.browser.run("return document.documentElement.scrollWidth").asInt()).isEqualTo(360);
	}

	private void terminateBusyWorker(String task) throws Exception {
		awaitText("#pools", task);
		this.browser.click(".row:has(.task:not(:empty)) .danger");
	}

	// A process may not answer within the second that it has, a body may just begin
	private void awaitStack(String selector, String text) {
		Awaitility.await().atMost(40, TimeUnit.SECONDS).until(() -> {
			this.browser.click(".row:has(.task:not(:empty)) .quiet");
			awaitNumber("#stack[open]", 1);
			boolean found = this.browser.text(selector).contains(text);
			this.browser.click("#stack button");
			return found;
		});
	}

	private void awaitNumber(String selector, int number) {
		Awaitility.await()
			.atMost(20, TimeUnit.SECONDS)
			.until(() -> this.browser.run("return document.querySelectorAll('%s').length".formatted(selector))
				.asInt() == number);
	}

	private void awaitIdleWorkers() {
		Awaitility.await()
			.atMost(60, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.images.snapshot().workers()).hasSize(this.images.options().size())
				.allMatch((worker) -> worker.state() == WorkerState.IDLE));
	}

	private void awaitText(String selector, String text) {
		Awaitility.await()
			.atMost(20, TimeUnit.SECONDS)
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(this.browser.text(selector)).contains(text));
	}

}

package io.github.workerthreads.sample.soak;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

import com.jayway.jsonpath.JsonPath;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.workerthreads.sample.DeskClient;
import io.github.workerthreads.sample.Pictures;
import io.github.workerthreads.sample.soak.Answers.WrongAnswerException;

/**
 * The calls that callers make. Each carries something that no other one has, and that its
 * answer must have: a size and a color, a text, a shape. Thread-safe.
 */
final class Calls {

	private static final int SIDE = 40;

	private static final String[] RUNAWAYS_OF_PROCESSES = { "loop", "sleep", "throw", "memory", "exit", "crash" };

	private static final String[] RUNAWAYS = { "loop", "sleep", "throw" };

	private static final JsonMapper JSON = new JsonMapper();

	// Needs more memory than a worker has
	private static final byte[] BOMB = Pictures.deep(3500, 3500);

	private static final byte[] TOO_LARGE = Pictures.blank(4000, 4000);

	private final Ledger ledger;

	private final AtomicLong numbers = new AtomicLong();

	Calls(Ledger ledger) {
		this.ledger = ledger;
	}

	/**
	 * Choose what to call next.
	 * @param random decides
	 * @return the call
	 */
	Call next(RandomGenerator random) {
		int choice = random.nextInt(100);
		if (choice < 80) {
			return this::thumbnail;
		}
		if (choice < 87) {
			return this::badPicture;
		}
		if (choice < 96) {
			return new HangUp(this.ledger);
		}
		return (choice < 99) ? this::runaway : this::bomb;
	}

	/**
	 * Choose what to call next of what the application does without other processes.
	 * @param random decides
	 * @return the call
	 */
	Call nextInside(RandomGenerator random) {
		int choice = random.nextInt(100);
		if (choice < 70) {
			return this::markdown;
		}
		if (choice < 90) {
			return this::mandelbrot;
		}
		return (choice < 94) ? this::strips : this::badParameter;
	}

	private String thumbnail(Desk desk, RandomGenerator random) throws Exception {
		int rgb = random.nextInt(1 << 24);
		int width = random.nextInt(1, 2 * SIDE);
		String path = "/thumbnails?enlarge=true&width=" + width;
		HttpResponse<byte[]> response = desk.client().upload(path, picture(rgb));
		if (!Answers.isOk(response, "image/png")) {
			return "thumbnail: " + Answers.problem(response, 503, 504);
		}
		Answers.requirePicture(response, width, rgb);
		this.ledger.served("images");
		return "thumbnail: 200 picture";
	}

	/**
	 * Make a small picture.
	 * @param rgb the color of all its pixels
	 * @return the bytes of a PNG
	 */
	static byte[] picture(int rgb) {
		BufferedImage image = new BufferedImage(SIDE, SIDE / 2, BufferedImage.TYPE_INT_RGB);
		for (int i = 0; i < SIDE * SIDE / 2; i++) {
			image.setRGB(i % SIDE, i / SIDE, rgb);
		}
		return Pictures.encode(image, "png");
	}

	private String markdown(Desk desk, RandomGenerator random) throws Exception {
		long number = this.numbers.incrementAndGet();
		HttpResponse<byte[]> response = desk.client()
			.postText("/markdown", "*%d* is {{fibonacci 12}}".formatted(number));
		if (!Answers.isOk(response, "text/html")) {
			return "markdown: " + Answers.problem(response, 503, 504);
		}
		String expected = "<p><em>%d</em> is 144</p>\n".formatted(number);
		if (!Answers.text(response).equals(expected)) {
			throw Answers.wrong(response, "expected " + expected);
		}
		this.ledger.served("markdown");
		return "markdown: 200 text";
	}

	private String mandelbrot(Desk desk, RandomGenerator random) throws Exception {
		int width = random.nextInt(1, 24);
		int height = random.nextInt(1, 4);
		HttpResponse<byte[]> response = desk.client()
			.get("/mandelbrot.png?width=%d&height=%d&iterations=30".formatted(width, height));
		if (!Answers.isOk(response, "image/png")) {
			return "mandelbrot: " + Answers.problem(response, 503, 504);
		}
		BufferedImage image = Pictures.decode(response.body());
		if (image.getWidth() != width || image.getHeight() != height) {
			throw Answers.wrong(response, "expected %d x %d pixels".formatted(width, height));
		}
		this.ledger.served("cpu");
		return "mandelbrot: 200 picture";
	}

	private String strips(Desk desk, RandomGenerator random) throws Exception {
		int width = random.nextInt(8, 48);
		int height = random.nextInt(1, 16);
		boolean hangsUp = random.nextInt(4) == 0;
		HttpResponse<InputStream> response = desk.client()
			.open("/mandelbrot/progress?width=%d&height=%d&iterations=30".formatted(width, height));
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			if (response.statusCode() != 200) {
				return readProblem(response, lines);
			}
			if (hangsUp) {
				lines.readLine();
				return "strips: hung up after the first";
			}
			return readStrips(response, lines, new int[width * height], width);
		}
	}

	private static String readProblem(HttpResponse<InputStream> response, BufferedReader lines)
			throws IOException, WrongAnswerException {
		String body = String.join("\n", lines.lines().toList());
		if (response.statusCode() != 503 && response.statusCode() != 504 || !body.contains("\"detail\"")) {
			throw new WrongAnswerException(
					"%s was answered with %d: %s".formatted(response.uri(), response.statusCode(), body));
		}
		return "strips: %d problem".formatted(response.statusCode());
	}

	private static String readStrips(HttpResponse<InputStream> response, BufferedReader lines, int[] seen, int width)
			throws IOException, WrongAnswerException {
		JsonNode last = null;
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			if (last != null && !last.has("rgb")) {
				throw new WrongAnswerException("%s goes on after its end: %s".formatted(response.uri(), line));
			}
			last = JSON.readTree(line);
			note(last, seen, width, response);
		}
		if (last != null && last.has("error")) {
			return "strips: 200 and an error";
		}
		if (last == null || !last.path("done").asBoolean()) {
			throw new IOException("%s ended without an end".formatted(response.uri()));
		}
		for (int times : seen) {
			if (times != 1) {
				throw new WrongAnswerException("%s lacks a pixel".formatted(response.uri()));
			}
		}
		return "strips: 200 picture";
	}

	private static void note(JsonNode strip, int[] seen, int width, HttpResponse<?> response)
			throws WrongAnswerException {
		for (int row = 0; row < strip.path("height").asInt(0); row++) {
			for (int column = 0; column < strip.path("width").asInt(); column++) {
				int pixel = (strip.path("y").asInt() + row) * width + strip.path("x").asInt() + column;
				if (++seen[pixel] > 1) {
					throw new WrongAnswerException("%s has pixel %d twice".formatted(response.uri(), pixel));
				}
			}
		}
	}

	private String badParameter(Desk desk, RandomGenerator random) throws Exception {
		DeskClient client = desk.client();
		return "bad parameter: " + switch (random.nextInt(6)) {
			case 0 -> Answers.problem(client.upload("/thumbnails?width=0", picture(0)), 400);
			case 1 -> Answers.problem(client.get("/mandelbrot.png?width=2001"), 400);
			case 2 -> Answers.problem(client.get("/mandelbrot/progress?height=wide"), 400);
			case 3 -> Answers.problem(client.post("/runaway?kind=explode"), 400);
			case 4 -> Answers.problem(client.post("/runaway?kind=crash&pool=cpu"), 400);
			default -> Answers.problem(client.postText("/markdown", "a".repeat(100_001)), 400);
		};
	}

	private String badPicture(Desk desk, RandomGenerator random) throws Exception {
		byte[] picture = picture(random.nextInt(1 << 24));
		byte[] bytes = switch (random.nextInt(4)) {
			case 0 -> Arrays.copyOf(picture, picture.length / 2);
			case 1 -> new byte[random.nextInt(100)];
			case 2 -> TOO_LARGE;
			default -> "GIF89a, or so it says".getBytes(StandardCharsets.US_ASCII);
		};
		return "bad picture: " + Answers.problem(desk.client().upload("/thumbnails", bytes), 422, 503, 504);
	}

	private String bomb(Desk desk, RandomGenerator random) throws Exception {
		return "bomb: " + Answers.problem(desk.client().upload("/thumbnails", BOMB), 422, 503, 504);
	}

	private String runaway(Desk desk, RandomGenerator random) throws Exception {
		String pool = List.of("images", "images", "markdown", "cpu").get(random.nextInt(4));
		String[] kinds = (pool.equals(Desk.PROCESSES)) ? RUNAWAYS_OF_PROCESSES : RUNAWAYS;
		String kind = kinds[random.nextInt(kinds.length)];
		HttpResponse<byte[]> response = desk.client()
			.post("/runaway?kind=%s&pool=%s&seconds=%d".formatted(kind, pool, 1 + random.nextInt(2)));
		String name = "runaway %s: ".formatted(kind);
		if (response.statusCode() != 202) {
			return name + Answers.problem(response, 503);
		}
		if (!JsonPath.read(Answers.text(response), "$.kind").equals(kind)) {
			throw Answers.wrong(response, "expected kind " + kind);
		}
		this.ledger.sentWithoutResult(pool);
		if (List.of("memory", "exit", "crash").contains(kind)) {
			this.ledger.killed("runaway " + kind);
		}
		return name + "202 started";
	}

}

package io.github.workerthreads.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Headless Chromium, driven by the W3C WebDriver protocol. Not thread-safe.
 */
final class Browser implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

	private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

	private final JsonMapper json = new JsonMapper();

	private final HttpClient client = HttpClient.newHttpClient();

	private final Path profile;

	private final Process driver;

	private final URI session;

	private Browser(Path chromium, Path chromedriver, int width, int height) throws Exception {
		this.profile = Files.createTempDirectory("browser");
		this.driver = new ProcessBuilder(chromedriver.toString(), "--port=0").redirectErrorStream(true).start();
		try {
			this.session = startSession(chromium, width, height);
		}
		catch (Exception ex) {
			close();
			throw ex;
		}
	}

	static Optional<Path> find(String program) {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	static Browser open(int width, int height) throws Exception {
		return new Browser(find("chromium").orElseThrow(), find("chromedriver").orElseThrow(), width, height);
	}

	private URI startSession(Path chromium, int width, int height) throws Exception {
		URI sessions = URI.create("http://127.0.0.1:%d/session".formatted(readPort()));
		JsonNode started = send("POST", sessions, Map.of("capabilities", Map.of("alwaysMatch",
				Map.of("browserName", "chrome", "goog:loggingPrefs", Map.of("browser", "ALL"), "goog:chromeOptions",
						Map.of("binary", chromium.toString(), "args", List.of("--headless", "--no-sandbox",
								"--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run",
								"--user-data-dir=" + this.profile, "--window-size=%d,%d".formatted(width, height)))))));
		return URI.create(sessions + "/" + started.path("sessionId").asString() + "/");
	}

	@SuppressWarnings("resource") // the driver goes on to write
	private int readPort() throws IOException {
		BufferedReader lines = this.driver.inputReader();
		StringBuilder output = new StringBuilder();
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				return Integer.parseInt(started.group(1));
			}
			output.append(line).append('\n');
		}
		throw new IOException("chromedriver did not start:\n" + output);
	}

	void go(String url) throws Exception {
		command("url", Map.of("url", url));
	}

	void click(String selector) throws Exception {
		command("element/" + element(selector) + "/click", Map.of());
	}

	/**
	 * Type text, or choose the file of that path.
	 * @param selector the CSS selector of the field
	 * @param text the text
	 * @throws Exception if that fails
	 */
	void type(String selector, String text) throws Exception {
		command("element/" + element(selector) + "/value", Map.of("text", text));
	}

	String text(String selector) throws Exception {
		return send("GET", this.session.resolve("element/" + element(selector) + "/text"), null).asString();
	}

	JsonNode run(String script) throws Exception {
		return command("execute/sync", Map.of("script", script, "args", List.of()));
	}

	/**
	 * Show the page as on a screen of another size, which may be smaller than any window.
	 * @param width the width
	 * @param height the height
	 * @throws Exception if that fails
	 */
	void resize(int width, int height) throws Exception {
		command("goog/cdp/execute", Map.of("cmd", "Emulation.setDeviceMetricsOverride", "params",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true)));
	}

	JsonNode logs() throws Exception {
		return command("se/log", Map.of("type", "browser"));
	}

	void screenshot(Path file) throws Exception {
		byte[] picture = Base64.getDecoder().decode(send("GET", this.session.resolve("screenshot"), null).asString());
		Files.createDirectories(file.getParent());
		Files.write(file, picture);
	}

	private String element(String selector) throws Exception {
		return command("element", Map.of("using", "css selector", "value", selector)).path(ELEMENT).asString();
	}

	private JsonNode command(String name, Map<String, ?> body) throws Exception {
		return send("POST", this.session.resolve(name), body);
	}

	private JsonNode send(String method, URI uri, Map<String, ?> body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri)
			.method(method,
					(body != null) ? BodyPublishers.ofString(this.json.writeValueAsString(body))
							: BodyPublishers.noBody())
			.build();
		HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
		JsonNode value = this.json.readTree(response.body()).path("value");
		if (response.statusCode() != 200) {
			throw new IOException("%s %s: %s".formatted(method, uri, value.path("message").asString()));
		}
		return value;
	}

	@Override
	public void close() throws Exception {
		try {
			if (this.session != null) {
				send("DELETE", URI.create(this.session.toString().replaceAll("/$", "")), null);
			}
		}
		finally {
			this.driver.descendants().forEach(ProcessHandle::destroyForcibly);
			this.driver.destroyForcibly().waitFor();
			FileSystemUtils.deleteRecursively(this.profile);
		}
	}

}

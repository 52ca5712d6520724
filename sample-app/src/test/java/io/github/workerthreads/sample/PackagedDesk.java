package io.github.workerthreads.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged image desk in a JVM of its own, on a port that was free.
 */
public final class PackagedDesk implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final String JAR = System.getProperty("sample.jar");

	private final Process process;

	private final StringBuffer output = new StringBuffer();

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private PackagedDesk(Process process) {
		this.process = process;
		Thread reader = new Thread(this::readOutput, "output-of-" + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	static PackagedDesk start(String... arguments) throws IOException {
		return run(List.of(), List.of("-jar", JAR), List.of(arguments));
	}

	/**
	 * Start the desk from another layout than the jar's, without workers for thumbnails
	 * until there is one to make, and with time for those of texts to start.
	 * @param launch the options of the JVM that say what to run
	 * @param arguments the arguments of the application
	 * @return the desk
	 */
	static PackagedDesk start(List<String> launch, String... arguments) throws IOException {
		return start(List.of(), launch, arguments);
	}

	/**
	 * Start the desk from another layout than the jar's, by another program.
	 * @param launcher the program, and its arguments before the command of the JVM
	 * @param launch the options of the JVM that say what to run
	 * @param arguments the arguments of the application
	 * @return the desk
	 */
	static PackagedDesk start(List<String> launcher, List<String> launch, String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of("--worker-threads.pools.images.min-size=0",
				"--worker-threads.pools.images.warm-spares=0", "--worker-threads.pools.markdown.queue-timeout=60s"));
		all.addAll(List.of(arguments));
		return run(launcher, launch, all);
	}

	/**
	 * Start the desk from its jar.
	 * @param options the options of the JVM
	 * @param arguments the arguments of the application
	 * @return the desk
	 * @throws IOException if no process can be started
	 */
	public static PackagedDesk startJar(List<String> options, List<String> arguments) throws IOException {
		List<String> launch = new ArrayList<>(options);
		launch.addAll(List.of("-jar", JAR));
		return run(List.of(), launch, arguments);
	}

	private static PackagedDesk run(List<String> launcher, List<String> launch, List<String> arguments)
			throws IOException {
		List<String> command = new ArrayList<>(launcher);
		command.addAll(List.of(JAVA, "-Xmx512m"));
		command.addAll(launch);
		command.add("--server.port=0");
		command.addAll(arguments);
		return new PackagedDesk(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	/**
	 * Extract the jar as for a container image.
	 * @param folder where to
	 * @return the jar of the extracted application
	 */
	static Path extract(Path folder) throws IOException, InterruptedException {
		Path destination = folder.resolve("desk");
		Process tool = new ProcessBuilder(JAVA, "-Djarmode=tools", "-jar", JAR, "extract", "--destination",
				destination.toString())
			.inheritIO()
			.start();
		if (tool.waitFor() != 0) {
			throw new IllegalStateException("The jar could not be extracted: " + tool.exitValue());
		}
		return destination.resolve(Path.of(JAR).getFileName());
	}

	private void readOutput() {
		try (BufferedReader lines = this.process.inputReader()) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				this.output.append(line).append('\n');
				Matcher started = STARTED.matcher(line);
				if (started.find()) {
					this.port.complete(Integer.valueOf(started.group(1)));
				}
			}
			this.port.completeExceptionally(new IllegalStateException("It ended before it listened:\n" + this.output));
		}
		catch (IOException ex) {
			this.port.completeExceptionally(new UncheckedIOException(this.output.toString(), ex));
		}
	}

	/**
	 * Wait until the desk listens.
	 * @return the port
	 * @throws Exception if it ended before, or takes more than a minute
	 */
	public int port() throws Exception {
		try {
			return this.port.get(60, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("It does not listen after a minute:\n" + this.output, ex);
		}
	}

	DeskClient client() throws Exception {
		return new DeskClient(port());
	}

	public Process process() {
		return this.process;
	}

	public String output() {
		return this.output.toString();
	}

	/**
	 * End the process, whatever it does.
	 */
	@Override
	public void close() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

}

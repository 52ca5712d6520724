package io.github.workerthreads.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Node and Piscina, which do the same work where both can be had. Immutable.
 */
final class NodePeers {

	private static final Path DIRECTORY = Path.of("benchmarks", "node");

	private static final Duration LIMIT = Duration.ofMinutes(3);

	private static final Pattern PISCINA = Pattern.compile("\"piscina\": \"([^\"]+)\"");

	private static final Pattern CLONE = Pattern.compile("structuredClone ENTITIES_1000: median ([0-9.]+) us");

	private final @Nullable String missing;

	private final String version;

	private final boolean quick;

	private NodePeers(@Nullable String missing, String version, boolean quick) {
		this.missing = missing;
		this.version = version;
		this.quick = quick;
	}

	/**
	 * Look for Node, and install what its scripts need.
	 * @param quick whether its scripts run for a short time only
	 * @return the peers, or why there are none
	 * @throws IllegalStateException if npm is there but fails
	 */
	static NodePeers find(boolean quick) throws IOException, InterruptedException {
		for (String command : List.of("node", "npm")) {
			if (!isInstalled(command)) {
				return new NodePeers(command + " is not installed", command + " is not installed", quick);
			}
		}
		new Program("npm ci", List.of("npm", "ci", "--prefix", DIRECTORY.toString(), "--ignore-scripts", "--no-audit",
				"--no-fund", "--silent"), LIMIT)
			.run();
		String node = new Program("node", List.of("node", "--version"), LIMIT).run().strip();
		return new NodePeers(null, "Node %s, Piscina %s".formatted(node, piscina()), quick);
	}

	private static boolean isInstalled(String command) {
		for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
			if (Files.isExecutable(Path.of(directory, command))) {
				return true;
			}
		}
		return false;
	}

	private static String piscina() throws IOException {
		Matcher version = PISCINA.matcher(Files.readString(DIRECTORY.resolve("package.json")));
		if (!version.find()) {
			throw new IllegalStateException("package.json of the peers on Node does not name Piscina");
		}
		return Objects.requireNonNull(version.group(1));
	}

	/**
	 * Return why there are no figures.
	 * @return the reason, or {@code null} if there are
	 */
	@Nullable String missing() {
		return this.missing;
	}

	/**
	 * Return the versions.
	 * @return the versions, or why there are none
	 */
	String version() {
		return this.version;
	}

	/**
	 * Run calls one by one and with many in flight.
	 * @return a figure for each number of calls in flight
	 */
	Map<String, Figure> calls() throws IOException, InterruptedException {
		return run("calls");
	}

	/**
	 * Start, stop and replace workers, and pass buffers to them.
	 * @return the figures by their names
	 */
	Map<String, Figure> life() throws IOException, InterruptedException {
		return run("life");
	}

	/**
	 * Clone the graph of 1000 objects.
	 * @return the median in nanoseconds
	 */
	double structuredClone() throws IOException, InterruptedException {
		String output = new Program("node-ports", List.of("node", "benchmarks/node-ports"), LIMIT).run();
		Matcher median = CLONE.matcher(output);
		if (!median.find()) {
			throw new IllegalStateException("node-ports has printed no time of structuredClone: " + output);
		}
		return Double.parseDouble(Objects.requireNonNull(median.group(1))) * 1000;
	}

	private Map<String, Figure> run(String what) throws IOException, InterruptedException {
		String script = DIRECTORY.resolve("peers.js").toString();
		List<String> command = (this.quick) ? List.of("node", script, what, "--quick") : List.of("node", script, what);
		Map<String, Figure> figures = new LinkedHashMap<>();
		new Program("peers.js " + what, command, LIMIT).run().lines().forEach((line) -> {
			String[] cells = line.split("\t");
			figures.put(cells[0], Figure.parse(cells));
		});
		return figures;
	}

	/**
	 * What was measured; {@link Double#NaN} is what was not.
	 *
	 * @param mean the mean in nanoseconds
	 * @param median the median in nanoseconds
	 * @param p99 the time that one of a hundred exceeds, in nanoseconds
	 * @param perSecond calls per second
	 * @param cpu the CPU time of a call in nanoseconds
	 */
	record Figure(double mean, double median, double p99, double perSecond, double cpu) {

		private static Figure parse(String[] cells) {
			return new Figure(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]), Double.parseDouble(cells[3]),
					Double.parseDouble(cells[4]), Double.parseDouble(cells[5]));
		}

		Measurement toMeasurement() {
			return (Double.isNaN(this.perSecond))
					? new Measurement(Measurement.Unit.TIME, this.mean, this.mean, this.median, this.p99, this.cpu,
							Double.NaN)
					: new Measurement(Measurement.Unit.RATE, this.perSecond, this.perSecond, Double.NaN, Double.NaN,
							this.cpu, Double.NaN);
		}

	}

}

package io.github.workerthreads.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * What the starter adds to the start and the memory of an application that does not use
 * it: processes with and without it in turns. Prints a table.
 */
public final class StartUp {

	static final String WITHOUT = "without the starter";

	static final String WITH = "with the starter";

	private static final Pattern STARTER = Pattern.compile("(worker-threads-spring-boot|jctools-core|asm)-.*");

	// What only the benchmarks need
	private static final Pattern TOOLS = Pattern
		.compile("(jmh|jopt-simple|commons-math3|netty|vertx|resilience4j|jackson).*");

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final double MEGABYTE = 1 << 20;

	private StartUp() {
	}

	/**
	 * Start the application 15 times each way, or three times with {@code --quick}.
	 * @param args {@code --quick} or nothing
	 * @throws Exception if a start fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (Arrays.asList(args).contains("--quick")) ? 3 : 15;
		Path classes = Files.createTempDirectory("start-up");
		try {
			extract(classes);
			run(classes, rounds);
		}
		finally {
			FileSystemUtils.deleteRecursively(classes);
		}
	}

	private static void extract(Path classes) throws IOException {
		String name = StartUpApplication.class.getName().replace('.', '/') + ".class";
		Path file = classes.resolve(name);
		Files.createDirectories(Objects.requireNonNull(file.getParent()));
		try (InputStream content = Objects.requireNonNull(ClassLoader.getSystemResourceAsStream(name))) {
			Files.copy(content, file);
		}
	}

	private static void run(Path classes, int rounds) throws Exception {
		List<long[]> without = new ArrayList<>();
		List<long[]> with = new ArrayList<>();
		// One of each brings the files into memory
		for (int round = 0; round <= rounds; round++) {
			long[] first = start(classes, false);
			long[] second = start(classes, true);
			if (round > 0) {
				without.add(first);
				with.add(second);
			}
		}
		System.out.println("An application without a web server, with `spring-boot-starter-actuator`.");
		System.out.println();
		System.out.println("| application | ms until it is ready | least | most | MB of heap | MB of metaspace "
				+ "| MB of both | MB resident |");
		System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|");
		print(WITHOUT, without);
		print(WITH, with);
	}

	private static long[] start(Path classes, boolean starter) throws Exception {
		String output = new Program("An application " + ((starter) ? WITH : WITHOUT),
				List.of(Program.java(), "-cp", classPath(classes, starter), StartUpApplication.class.getName(),
						"--spring.main.banner-mode=off", "--logging.level.root=warn"),
				LIMIT)
			.run();
		String[] cells = output.strip().split(" ");
		if (cells.length != 5 || Boolean.parseBoolean(cells[4]) != starter) {
			throw new IllegalStateException(
					"An application %s has printed '%s'".formatted((starter) ? WITH : WITHOUT, output));
		}
		return Stream.of(cells).limit(4).mapToLong(Long::parseLong).toArray();
	}

	private static String classPath(Path classes, boolean starter) throws IOException {
		Path jar = Path.of(Program.classPath()).toAbsolutePath();
		List<String> path = new ArrayList<>(List.of(classes.toString()));
		try (Stream<Path> jars = Files.list(jar.resolveSibling("lib"))) {
			jars.sorted()
				.filter((each) -> starter || !STARTER.matcher(name(each)).matches())
				.filter((each) -> !TOOLS.matcher(name(each)).matches())
				.forEach((each) -> path.add(each.toString()));
		}
		return String.join(File.pathSeparator, path);
	}

	private static String name(Path jar) {
		return String.valueOf(jar.getFileName());
	}

	private static void print(String what, List<long[]> starts) {
		System.out.printf("| %s | %.0f | %d | %d | %.2f | %.2f | %.2f | %.1f |%n", what, middle(starts, 0, 0),
				starts.stream().mapToLong((each) -> each[0]).min().orElseThrow(),
				starts.stream().mapToLong((each) -> each[0]).max().orElseThrow(), middle(starts, 1, 1) / MEGABYTE,
				middle(starts, 2, 2) / MEGABYTE, middle(starts, 1, 2) / MEGABYTE, middle(starts, 3, 3) / MEGABYTE);
	}

	// Of the sums of some figures of each start
	private static double middle(List<long[]> starts, int from, int to) {
		long[] sorted = starts.stream().mapToLong((each) -> Arrays.stream(each, from, to + 1).sum()).sorted().toArray();
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
	}

}

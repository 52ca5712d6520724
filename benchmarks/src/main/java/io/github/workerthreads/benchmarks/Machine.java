package io.github.workerthreads.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.vertx.core.Vertx;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

import io.github.workerthreads.pool.WorkerPool;

/**
 * What a report says of the machine and of what it compares. Immutable.
 *
 * @param loadBefore the load of the machine before the run
 */
record Machine(double loadBefore) {

	private static final Pattern VERSION = Pattern.compile("(.+)-(\\d.*)\\.jar");

	static Machine beforeTheRun() {
		return new Machine(load());
	}

	/**
	 * Describe it, after the run.
	 * @param node the versions of Node and of what runs there
	 * @param command the command that was run
	 * @return a table in Markdown
	 */
	String describe(String node, String command) throws IOException {
		return """
				| | |
				|---|---|
				| command | `%s` |
				| date | %s |
				| machine | %s, %d processors, %s %s |
				| load (one minute) | %.2f before the run, %.2f after it |
				| Java | %s %s |
				| compared | %s, %s |
				""".formatted(command,
				ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")),
				processor(), Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"),
				System.getProperty("os.version"), this.loadBefore, load(), System.getProperty("java.vm.name"),
				Runtime.version(), String.join(", ", versions()), node);
	}

	private static List<String> versions() {
		return List.of(version(WorkerPool.class), version(SpringApplication.class), version(ApplicationContext.class),
				version(ThreadPoolBulkhead.class), version(Vertx.class), version(Benchmark.class));
	}

	// As the name of its jar has it
	private static String version(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		URL location = (source != null) ? source.getLocation() : null;
		String path = (location != null) ? location.getPath() : "";
		Matcher jar = VERSION.matcher(path.substring(path.lastIndexOf('/') + 1));
		if (!jar.matches()) {
			throw new IllegalStateException("'%s' with %s tells no version".formatted(path, type.getName()));
		}
		return jar.group(1) + " " + jar.group(2);
	}

	private static String processor() throws IOException {
		String architecture = Objects.requireNonNullElse(System.getProperty("os.arch"), "unknown");
		Path info = Path.of("/proc/cpuinfo");
		if (!Files.exists(info)) {
			return architecture;
		}
		return Files.readAllLines(info)
			.stream()
			.filter((line) -> line.startsWith("model name"))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse(architecture);
	}

	private static double load() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

}

package io.github.workerthreads.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in rounds, in each of them all side by side and each in a JVM of
 * its own, and prints tables. With {@code --quick} there is one short round, without the
 * engine alone. Another argument is a regular expression that selects benchmarks.
 */
public final class BenchmarkRunner {

	private final PrintStream out;

	private final String selection;

	private final boolean quick;

	private BenchmarkRunner(PrintStream out, String selection, boolean quick) {
		this.out = out;
		this.selection = selection;
		this.quick = quick;
	}

	/**
	 * Run the benchmarks.
	 * @param args {@code --quick}, and what to run
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws RunnerException {
		List<String> arguments = List.of(args);
		boolean quick = arguments.contains("--quick");
		String selection = arguments.stream()
			.filter((argument) -> !argument.startsWith("--"))
			.findFirst()
			.orElse((quick) ? "Call|Clone|WakeUp" : ".*");
		new BenchmarkRunner(System.out, selection, quick).run();
	}

	private void run() throws RunnerException {
		this.out.println(environment());
		Options options = options();
		Report report = new Report();
		int rounds = (this.quick) ? 1 : 5;
		for (int round = 1; round <= rounds; round++) {
			this.out.printf("Round %d of %d%n", round, rounds);
			new Runner(options).run().forEach(report::add);
		}
		this.out.println(report);
	}

	private Options options() {
		TimeValue time = TimeValue.milliseconds((this.quick) ? 400 : 1000);
		return new OptionsBuilder().include(this.selection)
			.forks(1)
			.warmupIterations(5)
			.warmupTime(time)
			.measurementIterations((this.quick) ? 2 : 4)
			.measurementTime(time)
			.addProfiler(GCProfiler.class)
			.addProfiler(CpuTimeProfiler.class)
			.jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch")
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
	}

	private static String environment() {
		OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
		return "%d processors, %s %s, load %.2f before the run".formatted(system.getAvailableProcessors(),
				System.getProperty("java.vm.name"), Runtime.version(), system.getSystemLoadAverage());
	}

}

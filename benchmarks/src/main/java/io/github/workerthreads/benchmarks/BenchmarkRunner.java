package io.github.workerthreads.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;

import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks in rounds, in each of them all side by side and each in a JVM of
 * its own, and prints tables. With {@code --quick} there is one short round, without the
 * engine alone. Another argument is a regular expression that selects benchmarks, those
 * of peers too, which {@code benchmarks/performance} runs.
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
			.orElse((quick) ? "\\.(One|Many)Call|Clone|WakeUp" : "\\.(?!Peer)[A-Z]");
		new BenchmarkRunner(System.out, selection, quick).run();
	}

	private void run() throws RunnerException {
		this.out.println(environment());
		JmhRound jmh = new JmhRound(5, (this.quick) ? 2 : 4, TimeValue.milliseconds((this.quick) ? 400 : 1000));
		Report report = new Report();
		int rounds = (this.quick) ? 1 : 5;
		for (int round = 1; round <= rounds; round++) {
			this.out.printf("Round %d of %d%n", round, rounds);
			jmh.run(this.selection).forEach(report::add);
		}
		this.out.println(report);
	}

	private static String environment() {
		OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
		return "%d processors, %s %s, load %.2f before the run".formatted(system.getAvailableProcessors(),
				System.getProperty("java.vm.name"), Runtime.version(), system.getSystemLoadAverage());
	}

}

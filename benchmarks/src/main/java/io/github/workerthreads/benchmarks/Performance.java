package io.github.workerthreads.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Writes the report of all figures beside those of the peers, with what is to be reached
 * first. A section that does not run fails it: then the report stays as it was, and what
 * did run is in a file beside the classes.
 */
public final class Performance {

	private static final Path REPORT = Path.of("docs", "performance.md");

	private static final Path UNFINISHED = Path.of("benchmarks", "target", "performance-unfinished.md");

	private static final Duration LIMIT = Duration.ofMinutes(20);

	private static final String PEERS = "\\.Peer(One|Many)";

	private final boolean quick;

	private final NodePeers node;

	private final Measured measured;

	private final Map<String, String> sections = new LinkedHashMap<>();

	private final Map<String, Exception> failures = new LinkedHashMap<>();

	private Performance(boolean quick, NodePeers node) {
		this.quick = quick;
		this.node = node;
		this.measured = new Measured(node);
	}

	/**
	 * Measure and write the report.
	 * @param args {@code --quick} for a smoke test, or nothing
	 * @throws Exception if a section does not run
	 */
	public static void main(String[] args) throws Exception {
		boolean quick = Arrays.asList(args).contains("--quick");
		Machine machine = Machine.beforeTheRun();
		Performance performance = new Performance(quick, NodePeers.find(quick));
		performance.measure();
		performance.report(machine);
	}

	private void measure() {
		section("Calls beside the peers", this::calls);
		section("Floors and structured clone", this::floors);
		section("Termination points", this::points);
		section("Node", this::lifeOnNode);
		section("Workers that are threads", () -> program(ThreadWorkers.class));
		section("Workers with classes of their own", () -> program(IsolatedWorkers.class));
		section("Workers in processes", () -> program(ProcessWorkers.class));
		section("How the cost grows", () -> program(Growth.class));
		section("Start and memory of an application", () -> program(StartUp.class));
	}

	private void section(String title, Callable<String> section) {
		long start = System.nanoTime();
		System.err.printf("%s ...%n", title);
		try {
			// Fails if there is no table
			this.sections.put(title, Tables.of(title, section.call()).toString());
		}
		catch (Exception ex) {
			this.failures.put(title, ex);
		}
		System.err.printf("... %s after %d s%n", (this.failures.containsKey(title)) ? "failed" : "done",
				Duration.ofNanos(System.nanoTime() - start).toSeconds());
	}

	private JmhRound jmh() {
		return (this.quick) ? new JmhRound(3, 2, TimeValue.milliseconds(100))
				: new JmhRound(5, 3, TimeValue.milliseconds(500));
	}

	private String calls() throws Exception {
		Report report = new Report();
		JmhRound most = jmh();
		// Each process compiles for itself, on what processors the others leave
		JmhRound processes = (this.quick) ? most : most.withWarmUps(30);
		List<String> peers = new ArrayList<>(List.of(Peer.namesOnThisJdk()));
		peers.remove(Peer.PROCESS.name());
		for (int round = (this.quick) ? 4 : 1; round <= 4; round++) {
			most.run(PEERS, "peer", peers.toArray(String[]::new)).forEach(report::add);
			processes.run(PEERS, "peer", Peer.PROCESS.name()).forEach(report::add);
			if (this.node.missing() == null) {
				Map<String, NodePeers.Figure> figures = this.node.calls();
				report.add("PeerOneCallBenchmark", "", "PISCINA", toMeasurement(figures, "calls 1"));
				for (String inFlight : new String[] { "64", "1000" }) {
					report.add("PeerManyCallsBenchmark", "inFlight=" + inFlight, "PISCINA",
							toMeasurement(figures, "calls " + inFlight));
				}
			}
		}
		this.measured.calls(report);
		return "A call gets a record and gives back its number, on 2 workers. THREAD, CLASS_LOADER and PROCESS are "
				+ "isolations under `@OffloadToWorker`; VIRTUAL_THREADS are there from Java 21 on. Figures are medians of "
				+ "rounds, in each of which all run once; ratios are those to `@Async` in the same round. PROCESS is measured "
				+ "after %d ms of calls, since each process compiles for itself, the others after %d. CPU time and bytes "
					.formatted(processes.warmUpMillis(), most.warmUpMillis())
				+ "are those of the calling process per call. Piscina: %s.%n%s".formatted((this.node.missing() != null)
						? "not measured, " + this.node.missing() : "Node does not tell bytes", report);
	}

	private static Measurement toMeasurement(Map<String, NodePeers.Figure> figures, String name) {
		NodePeers.Figure figure = figures.get(name);
		if (figure == null) {
			throw new IllegalStateException("Node has no figure '%s' but %s".formatted(name, figures.keySet()));
		}
		return figure.toMeasurement();
	}

	private String floors() throws Exception {
		Report report = new Report();
		for (int round = (this.quick) ? 3 : 1; round <= 3; round++) {
			jmh().run("\\.WakeUp").forEach(report::add);
			jmh()
				.run("\\.StructuredClone\\w+\\.(structuredClone|handWritten)", "message", "IMMUTABLE_RECORD", "BEAN",
						"ENTITIES_1000")
				.forEach(report::add);
		}
		this.measured.floors(report);
		return "`pingPong` is the least that a call on another thread costs that parks at once, or after 20 us.%n%s"
			.formatted(report);
	}

	private String points() throws Exception {
		Report report = new Report();
		for (int round = (this.quick) ? 3 : 1; round <= 3; round++) {
			jmh().run("\\.Points").forEach(report::add);
		}
		this.measured.points(report);
		return "The same loops without termination points and with them.%n%s".formatted(report);
	}

	private String lifeOnNode() throws IOException, InterruptedException {
		StringBuilder text = new StringBuilder("| on Node | median | p99 |\n|---|---:|---:|\n");
		if (this.node.missing() != null) {
			return text.append("| not measured: %s | | |%n".formatted(this.node.missing())).toString();
		}
		Map<String, NodePeers.Figure> figures = this.node.life();
		double clone = this.node.structuredClone();
		this.measured.life(figures, clone);
		figures.forEach((name,
				figure) -> text.append((Double.isNaN(figure.median()))
						? "| %s | %.2f MB | |%n".formatted(name, figure.mean() / (1 << 20))
						: "| %s | %s | %s |%n".formatted(name, Measurement.Unit.TIME.format(figure.median()),
								Measurement.Unit.TIME.format(figure.p99()))));
		text.append("| structuredClone of ENTITIES_1000 | %s | |%n".formatted(Measurement.Unit.TIME.format(clone)));
		return text.toString();
	}

	private String program(Class<?> type) throws IOException, InterruptedException {
		Program program = (this.quick) ? Program.java(type, LIMIT, "--quick") : Program.java(type, LIMIT);
		String output = program.run();
		this.measured.program(type, Tables.of(type.getSimpleName(), output));
		return output;
	}

	private void report(Machine machine) throws IOException {
		if (!this.failures.isEmpty()) {
			write(UNFINISHED, machine, "These sections did not run: %s.".formatted(this.failures.keySet()));
			IllegalStateException failed = new IllegalStateException(
					"%s did not run: %s has the rest".formatted(this.failures.keySet(), UNFINISHED));
			this.failures.values().forEach(failed::addSuppressed);
			throw failed;
		}
		Goals goals = goals(machine);
		String reached = "%d of %d figures are where they should be.".formatted(goals.met(), goals.size());
		write(REPORT, machine, "%s%n%n%s".formatted(reached, goals));
		System.err.printf("%s: %s%n", REPORT, reached);
	}

	private Goals goals(Machine machine) throws IOException {
		try {
			return this.measured.goals();
		}
		catch (IllegalStateException ex) {
			write(UNFINISHED, machine, "A figure is missing: %s".formatted(ex.getMessage()));
			throw ex;
		}
	}

	private void write(Path file, Machine machine, String reached) throws IOException {
		StringBuilder text = new StringBuilder(
				"""
						# Performance

						Written by `benchmarks/performance`, which anyone can run: do not edit. Compare figures of one run only; ratios \
						hold from one machine to the next better than times do.
						""");
		if (this.quick) {
			text.append("\n**This run was a smoke test, too short for figures to quote.**\n");
		}
		String command = "benchmarks/performance" + ((this.quick) ? " --quick" : "");
		text.append('\n').append(machine.describe(this.node.version(), command));
		text.append("\n## What is to be reached\n\n%s%n".formatted(reached));
		this.sections.forEach((title, section) -> text.append("\n## %s%n%n%s%n".formatted(title, section.strip())));
		Path part = file.resolveSibling(file.getFileName() + ".part");
		Files.writeString(part, text.toString().replaceAll("\n{3,}", "\n\n"));
		Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
	}

}

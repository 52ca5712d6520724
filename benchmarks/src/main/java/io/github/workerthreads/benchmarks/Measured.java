package io.github.workerthreads.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All that a run has measured, and what is to be reached by it. Not thread-safe.
 */
final class Measured {

	private static final String ONE = "PeerOneCallBenchmark";

	private static final String MANY = "PeerManyCallsBenchmark";

	private static final String CLONE = "StructuredCloneBenchmark";

	private static final String ASYNC_GOAL = "x `@Async`";

	private final NodePeers node;

	private final Goals goals = new Goals();

	private final Map<Class<?>, Tables> programs = new HashMap<>();

	private Map<String, NodePeers.Figure> life = Map.of();

	private double cloneOnNode = Double.NaN;

	private @Nullable Report calls;

	private @Nullable Report floors;

	private @Nullable Report points;

	Measured(NodePeers node) {
		this.node = node;
	}

	void calls(Report report) {
		this.calls = report;
	}

	void floors(Report report) {
		this.floors = report;
	}

	void points(Report report) {
		this.points = report;
	}

	void life(Map<String, NodePeers.Figure> figures, double structuredClone) {
		this.life = figures;
		this.cloneOnNode = structuredClone;
	}

	void program(Class<?> type, Tables tables) {
		this.programs.put(type, tables);
	}

	/**
	 * Compare what was measured with what is to be reached.
	 * @return the table
	 * @throws IllegalStateException if a figure is missing
	 */
	Goals goals() {
		callsOfThreads(required(this.calls));
		callsOfProcesses(required(this.calls), required(this.floors));
		clones(required(this.floors));
		buffers();
		ends();
		starts();
		points(required(this.points), Kernel.values());
		memory();
		application();
		return this.goals;
	}

	private void callsOfThreads(Report report) {
		Rounds one = report.rounds(ONE, "", "THREAD");
		Rounds async = report.rounds(ONE, "", "ASYNC");
		this.goals.atMost("no-op call, `thread`, 1 in flight: mean", 0.7, ASYNC_GOAL,
				one.ratio(async, Measurement::mean), beside(one.mean(), async.mean()));
		this.goals.atMost("the same: median", 0.7, ASYNC_GOAL, one.ratio(async, Measurement::median),
				beside(one.median(), async.median()));
		for (int inFlight : new int[] { 64, 1000 }) {
			String parameters = "inFlight=" + inFlight;
			Rounds thread = report.rounds(MANY, parameters, "THREAD");
			Rounds peer = report.rounds(MANY, parameters, "ASYNC");
			this.goals.atLeast("no-op calls per second, `thread`, 2 workers, %d in flight".formatted(inFlight),
					(inFlight == 64) ? 1.5 : 1, ASYNC_GOAL, thread.ratio(peer, Measurement::mean),
					"%.3f M/s beside %.3f".formatted(thread.mean() / 1e6, peer.mean() / 1e6));
		}
		this.goals.atMost("bytes allocated by a no-op call, `thread`, 1 in flight", 1, ASYNC_GOAL,
				one.ratio(async, Measurement::bytes), "%.0f beside %.0f".formatted(one.bytes(), async.bytes()));
		Rounds thread = report.rounds(MANY, "inFlight=64", "THREAD");
		Rounds peer = report.rounds(MANY, "inFlight=64", "ASYNC");
		this.goals.atMost("the same with 64 in flight", 1, ASYNC_GOAL, thread.ratio(peer, Measurement::bytes),
				"%.0f beside %.0f".formatted(thread.bytes(), peer.bytes()));
	}

	private void callsOfProcesses(Report report, Report wakeUps) {
		Rounds process = report.rounds(ONE, "", "PROCESS");
		Rounds floor = wakeUps.rounds("WakeUpBenchmark", "spinMicros=0", "pingPong");
		this.goals.atMost("no-op call, `process`, 1 in flight: mean", 1.5, "x park/unpark of a thread",
				process.mean() / floor.mean(), beside(process.mean(), floor.mean()));
		double spinning = processes().figure("a process, shared memory, spinning where it pays",
				"0 B, one in flight: mean");
		this.goals.atMost("the same while both sides spin", 2, " us", spinning, "`worker-threads.process.spin=true`");
		String what = "no-op calls per second, `process`, 2 workers, 64 in flight";
		if (this.node.missing() != null) {
			this.goals.notMeasured(what, "at least 15x Piscina", this.node.missing());
			return;
		}
		Rounds many = report.rounds(MANY, "inFlight=64", "PROCESS");
		Rounds piscina = report.rounds(MANY, "inFlight=64", "PISCINA");
		this.goals.atLeast(what, 15, "x Piscina", many.ratio(piscina, Measurement::mean),
				"%.3f M/s beside %.3f".formatted(many.mean() / 1e6, piscina.mean() / 1e6));
	}

	private void clones(Report report) {
		this.goals.atMost("clone of an immutable record", 20, " ns",
				report.rounds(CLONE, "message=IMMUTABLE_RECORD", "structuredClone").mean(), "");
		Rounds graph = report.rounds(CLONE, "message=ENTITIES_1000", "structuredClone");
		for (String copier : new String[] { "handWritten", "handWrittenWithIdentity" }) {
			Rounds copy = report.rounds(CLONE, "message=ENTITIES_1000", copier);
			this.goals.atMost(
					"clone of 1000 objects beside a copier by hand that %s".formatted(
							(copier.equals("handWritten")) ? "forgets what is the same" : "keeps what is the same"),
					2, "x", graph.ratio(copy, Measurement::mean), beside(graph.mean(), copy.mean()));
		}
		String what = "clone of 1000 objects per second";
		if (this.node.missing() != null) {
			this.goals.notMeasured(what, "at least 12x Node's `structuredClone`", this.node.missing());
			return;
		}
		this.goals.atLeast(what, 12, "x Node's `structuredClone`", this.cloneOnNode / graph.mean(),
				"%.0f beside %.0f".formatted(1e9 / graph.mean(), 1e9 / this.cloneOnNode));
	}

	private void buffers() {
		Map<String, String> rows = Map.of("thread", "a thread", "class-loader", "a thread with classes of its own",
				"process", "a process, as by default here");
		for (String rung : new String[] { "thread", "class-loader", "process" }) {
			String row = rows.getOrDefault(rung, rung);
			double empty = processes().figure(row, "0 B: median");
			for (String way : new String[] { "transferred", "shared" }) {
				double time = processes().figure(row, way);
				this.goals.atMost("10 MiB there and back, `%s`, %s: median".formatted(rung, way), 2, "x an empty call",
						time / empty, "%.1f us beside %.1f%s".formatted(time, empty, onPiscina(way)));
			}
		}
	}

	private String onPiscina(String way) {
		return (this.node.missing() != null) ? "" : "; Piscina %.1f beside %.1f"
			.formatted(onNode("Piscina: 10 MiB there and back, " + way) / 1e3, onNode("Piscina: an empty call") / 1e3);
	}

	private void ends() {
		String row = "terminate() of for(;;){}, until the worker has ended";
		double end = figure(IsolatedWorkers.class, row, "median");
		if (this.node.missing() != null) {
			this.goals.notMeasured("`terminate()` of `for(;;){}`, `class-loader`: median", "at most Node's",
					this.node.missing());
		}
		else {
			this.goals.atMost("`terminate()` of `for(;;){}`, `class-loader`: median", 1, "x Node's",
					end * 1e6 / onNode("terminate() of for(;;){}, until the Worker has ended"), "%.2f ms beside %.2f"
						.formatted(end, onNode("terminate() of for(;;){}, until the Worker has ended") / 1e6));
		}
		String piscina = (this.node.missing() != null) ? ""
				: "Piscina %.1f ms".formatted(onNode("Piscina: abort of for(;;){}, until the next result") / 1e6);
		this.goals.atMost("terminated until the spare's first result, `thread`: median", 5, " ms",
				figure(ThreadWorkers.class,
						"terminate() of a call that waits, until the spare has given the next result", "median"),
				piscina);
		String next = "the same, until the spare has given the next result";
		this.goals.atMost("the same, `class-loader`", 5, " ms", figure(IsolatedWorkers.class, next, "median"), piscina);
		this.goals.atMost("the same, `process`", 15, " ms", figure(ProcessWorkers.class, next, "median"), piscina);
	}

	private void starts() {
		String peers = (this.node.missing() != null) ? ""
				: "Node %.1f ms, Piscina %.1f".formatted(onNode("a Worker is started, until its first message") / 1e6,
						onNode("Piscina: a pool is built, until its first result") / 1e6);
		String jvm = withFloor(peers, "a JVM alone %.0f ms",
				figure(ProcessWorkers.class, ProcessWorkers.FLOOR, "median"));
		String row = "a pool is built, until its first result";
		this.goals.atMost("start to first result, `thread`: median", 0.2, " ms",
				figure(ThreadWorkers.class, row, "median"),
				withFloor(peers, "a thread alone %.2f ms", figure(ThreadWorkers.class, ThreadWorkers.FLOOR, "median")));
		this.goals.atMost("the same, `class-loader`", 10, " ms", figure(IsolatedWorkers.class, row, "median"), peers);
		this.goals.atMost("the same, `process`, bare", 100, " ms",
				figure(ProcessWorkers.class, "start of a bare worker, until its first result", "median"), jvm);
		this.goals.atMost("the same, `process`, bean in a lean context, archived", 200, " ms",
				figure(ProcessWorkers.class, "start of a worker with a bean in a lean context, with an archive",
						"median"),
				jvm);
	}

	private static String withFloor(String peers, String text, double floor) {
		return ((peers.isEmpty()) ? "" : peers + "; ") + text.formatted(floor);
	}

	private void points(Report report, Kernel... kernels) {
		double[] ratios = Arrays.stream(kernels).mapToDouble((kernel) -> {
			String parameters = "kernel=" + kernel.name();
			Rounds plain = report.rounds("PointsBenchmark", parameters, "plain");
			return report.rounds("PointsBenchmark", parameters, "woven").ratio(plain, Measurement::mean);
		}).toArray();
		double mean = Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow());
		double worst = Arrays.stream(ratios).max().orElseThrow();
		this.goals.atMost("cost of termination points in compiled loops: geometric mean", 1, " %", (mean - 1) * 100,
				"%d loops".formatted(ratios.length));
		this.goals.atMost("the same: worst loop", 10, " %", (worst - 1) * 100, "");
	}

	private void memory() {
		String peer = (this.node.missing() != null) ? ""
				: "Piscina %.1f MB".formatted(onNode("Piscina: memory of an idle worker") / (1 << 20));
		this.goals.atMost("memory of an idle worker, `thread`", 0.1, " MB",
				figure(ThreadWorkers.class, "resident: heap, stack and what else it has", "MB"),
				withFloor(peer, "a thread alone %.2f MB", figure(ThreadWorkers.class, ThreadWorkers.ALONE, "MB")));
		this.goals.atMost("the same, `class-loader`", 1, " MB", figure(IsolatedWorkers.class, "both", "MB"), peer);
		this.goals.atMost("the same, `process`, private", 25, " MB",
				figure(ProcessWorkers.class, "with the defaults", "MB private"), withFloor(peer, "a JVM alone %.1f MB",
						figure(ProcessWorkers.class, ProcessWorkers.ALONE, "MB private")));
	}

	private void application() {
		String ready = "ms until it is ready";
		double without = figure(StartUp.class, StartUp.WITHOUT, ready);
		double with = figure(StartUp.class, StartUp.WITH, ready);
		this.goals.atMost("what the starter adds to the start of an application: median", 50, " ms", with - without,
				"%.0f ms beside %.0f".formatted(with, without));
		String memory = "MB of both";
		double before = figure(StartUp.class, StartUp.WITHOUT, memory);
		double after = figure(StartUp.class, StartUp.WITH, memory);
		this.goals.atMost("what it adds to heap and metaspace: median", 3, " MB", after - before,
				"%.1f MB beside %.1f".formatted(after, before));
	}

	private Tables processes() {
		return tables(ProcessWorkers.class);
	}

	private double figure(Class<?> program, String row, String column) {
		return tables(program).figure(row, column);
	}

	private Tables tables(Class<?> program) {
		Tables tables = this.programs.get(program);
		if (tables == null) {
			throw new IllegalStateException(program.getSimpleName() + " did not run");
		}
		return tables;
	}

	private double onNode(String name) {
		NodePeers.Figure figure = this.life.get(name);
		if (figure == null) {
			throw new IllegalStateException("Node has no figure '%s' but %s".formatted(name, this.life.keySet()));
		}
		return (Double.isNaN(figure.median())) ? figure.mean() : figure.median();
	}

	private static Report required(@Nullable Report report) {
		if (report == null) {
			throw new IllegalStateException("A part of the benchmarks did not run");
		}
		return report;
	}

	private static String beside(double nanos, double peer) {
		return "%s beside %s".formatted(Measurement.Unit.TIME.format(nanos), Measurement.Unit.TIME.format(peer));
	}

}

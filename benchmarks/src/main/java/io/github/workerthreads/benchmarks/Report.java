package io.github.workerthreads.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * Tables in Markdown of what was measured: one for each benchmark class, and in it what
 * was given the same parameters side by side. Not thread-safe.
 */
final class Report {

	private static final Set<String> PEERS = Set.of("async", "executor", "handWritten");

	private static final String HEADING = """

			### %s

			| parameters | benchmark | mean | (ratio) | median | (ratio) | p99 | CPU time | (ratio) | bytes | (ratio) | spread of means |
			|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
			""";

	private static final String ROW = "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %.0f | %s | %.0f %% |%n";

	// Class, then parameters, then method, each in the order of the first round
	private final Map<String, Map<String, Map<String, Rounds>>> results = new LinkedHashMap<>();

	void add(RunResult result) {
		BenchmarkParams params = result.getParams();
		String[] name = params.getBenchmark().split("\\.");
		this.results.computeIfAbsent(name[name.length - 2], (key) -> new LinkedHashMap<>())
			.computeIfAbsent(parameters(params), (key) -> new LinkedHashMap<>())
			.computeIfAbsent(name[name.length - 1], (key) -> new Rounds())
			.add(Measurement.of(result));
	}

	private static String parameters(BenchmarkParams params) {
		return params.getParamsKeys()
			.stream()
			.map((key) -> key + "=" + params.getParam(key))
			.collect(Collectors.joining(", "));
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.results.forEach((type, scenarios) -> {
			text.append(HEADING.formatted(type));
			scenarios.forEach((parameters, benchmarks) -> append(text, parameters, benchmarks));
		});
		return text.toString();
	}

	private static void append(StringBuilder text, String parameters, Map<String, Rounds> benchmarks) {
		Rounds peer = PEERS.stream().map(benchmarks::get).filter(Objects::nonNull).findFirst().orElse(null);
		benchmarks
			.forEach((name, rounds) -> text.append(row(parameters, name, rounds, (rounds != peer) ? peer : null)));
	}

	private static String row(String parameters, String name, Rounds rounds, @Nullable Rounds peer) {
		Measurement.Unit unit = rounds.unit();
		return ROW.formatted(parameters, name, unit.format(rounds.mean()),
				(peer != null) ? ratio(rounds.mean(), peer.mean()) : "", unit.format(rounds.median()),
				(peer != null) ? ratio(rounds.median(), peer.median()) : "", unit.format(rounds.p99()),
				Measurement.Unit.TIME.format(rounds.cpu()), (peer != null) ? ratio(rounds.cpu(), peer.cpu()) : "",
				rounds.bytes(), (peer != null) ? ratio(rounds.bytes(), peer.bytes()) : "", rounds.spread() * 100);
	}

	private static String ratio(double value, double base) {
		return (Double.isNaN(value) || base == 0) ? "" : "%.2fx".formatted(value / base);
	}

}

package io.github.workerthreads.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.springframework.util.ClassUtils;

/**
 * Tables in Markdown of what was measured: one for each benchmark class, and in it what
 * was given the same parameters side by side. Not thread-safe.
 */
final class Report {

	private static final Set<String> PEERS = Set.of("async", "executor", "handWritten", "plain");

	// Class, then parameters, then method, each in the order of the first round
	private final Map<String, Map<String, Map<String, Rounds>>> results = new LinkedHashMap<>();

	void add(RunResult result) {
		BenchmarkParams params = result.getParams();
		String name = params.getBenchmark();
		int dot = name.lastIndexOf('.');
		this.results.computeIfAbsent(ClassUtils.getShortName(name.substring(0, dot)), (key) -> new LinkedHashMap<>())
			.computeIfAbsent(parameters(params), (key) -> new LinkedHashMap<>())
			.computeIfAbsent(name.substring(dot + 1), (key) -> new Rounds())
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
			text.append(
					"""

							### %s

							| parameters | benchmark | mean | (ratio) | best | (ratio) | median | (ratio) | p99 | CPU time | (ratio) | bytes | (ratio) | spread of means |
							|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
							"""
						.formatted(type));
			scenarios.forEach((parameters, benchmarks) -> append(text, parameters, benchmarks));
		});
		return text.toString();
	}

	private static void append(StringBuilder text, String parameters, Map<String, Rounds> benchmarks) {
		Rounds peer = peer(benchmarks);
		benchmarks
			.forEach((name, rounds) -> text.append(row(parameters, name, rounds, (rounds != peer) ? peer : null)));
	}

	private static @Nullable Rounds peer(Map<String, Rounds> benchmarks) {
		for (String name : PEERS) {
			Rounds rounds = benchmarks.get(name);
			if (rounds != null) {
				return rounds;
			}
		}
		return null;
	}

	private static String row(String parameters, String name, Rounds rounds, @Nullable Rounds peer) {
		Measurement.Unit unit = rounds.unit();
		return "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %.0f | %s | %.0f %% |%n".formatted(parameters,
				name, unit.format(rounds.mean()), (peer != null) ? ratio(rounds.mean(), peer.mean()) : "",
				unit.format(rounds.best()), (peer != null) ? ratio(rounds.best(), peer.best()) : "",
				unit.format(rounds.median()), (peer != null) ? ratio(rounds.median(), peer.median()) : "",
				unit.format(rounds.p99()), Measurement.Unit.TIME.format(rounds.cpu()),
				(peer != null) ? ratio(rounds.cpu(), peer.cpu()) : "", rounds.bytes(),
				(peer != null) ? ratio(rounds.bytes(), peer.bytes()) : "", rounds.spread() * 100);
	}

	private static String ratio(double value, double base) {
		return (Double.isNaN(value) || base == 0) ? "" : "%.2fx".formatted(value / base);
	}

}

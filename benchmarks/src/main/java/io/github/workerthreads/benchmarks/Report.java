package io.github.workerthreads.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
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

	private static final Set<String> PEERS = Set.of("ASYNC", "async", "executor", "handWritten", "plain");

	// Parameter whose values are compared, as methods are elsewhere
	private static final String PEER = "peer";

	// Of nanoseconds or bytes; what is less is nothing but noise
	private static final double LEAST_COMPARED = 0.5;

	// Class, then parameters, then method, each in the order of the first round
	private final Map<String, Map<String, Map<String, Rounds>>> results = new LinkedHashMap<>();

	void add(RunResult result) {
		BenchmarkParams params = result.getParams();
		String name = params.getBenchmark();
		int dot = name.lastIndexOf('.');
		String peer = params.getParam(PEER);
		add(ClassUtils.getShortName(name.substring(0, dot)), parameters(params),
				(peer != null) ? peer : name.substring(dot + 1), Measurement.of(result));
	}

	void add(String type, String parameters, String name, Measurement measurement) {
		this.results.computeIfAbsent(type, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(parameters, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(name, (key) -> new Rounds())
			.add(measurement);
	}

	/**
	 * Return what one benchmark showed.
	 * @param type the simple name of its class
	 * @param parameters its parameters, as in a table
	 * @param name its method or peer
	 * @return its rounds
	 * @throws IllegalStateException if it did not run
	 */
	Rounds rounds(String type, String parameters, String name) {
		Rounds rounds = this.results.getOrDefault(type, Map.of()).getOrDefault(parameters, Map.of()).get(name);
		if (rounds == null) {
			throw new IllegalStateException("%s(%s) of %s did not run: there is %s".formatted(name, parameters, type,
					this.results.getOrDefault(type, Map.of())));
		}
		return rounds;
	}

	private static String parameters(BenchmarkParams params) {
		return params.getParamsKeys()
			.stream()
			.filter((key) -> !key.equals(PEER))
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
		return "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %.0f %% |%n".formatted(parameters,
				name, unit.format(rounds.mean()), ratio(rounds, peer, Measurement::mean), unit.format(rounds.best()),
				ratio(rounds, peer, Measurement::best), unit.format(rounds.median()),
				ratio(rounds, peer, Measurement::median), unit.format(rounds.p99()),
				Measurement.Unit.TIME.format(rounds.cpu()), ratio(rounds, peer, Measurement::cpu),
				(Double.isNaN(rounds.bytes())) ? "" : "%.0f".formatted(rounds.bytes()),
				ratio(rounds, peer, Measurement::bytes), rounds.spread() * 100);
	}

	private static String ratio(Rounds rounds, @Nullable Rounds peer, ToDoubleFunction<Measurement> figure) {
		boolean comparable = peer != null && peer.middle(figure) >= LEAST_COMPARED;
		double ratio = (peer != null && comparable) ? rounds.ratio(peer, figure) : Double.NaN;
		return (Double.isFinite(ratio)) ? "%.2fx".formatted(ratio) : "";
	}

}

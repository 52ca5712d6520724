package io.github.workerthreads.benchmarks;

import java.util.stream.DoubleStream;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one run of one benchmark in one JVM showed.
 *
 * @param unit what is measured
 * @param mean the mean, in nanoseconds or calls per second
 * @param best the best mean of an iteration, in nanoseconds or calls per second
 * @param median the median in nanoseconds, {@link Double#NaN} if single calls were not
 * timed
 * @param p99 the time that one call of a hundred exceeds in nanoseconds,
 * {@link Double#NaN} if single calls were not timed
 * @param cpu the CPU time that all threads spent on one call, in nanoseconds
 * @param bytes the bytes that all threads allocated for one call
 */
record Measurement(Unit unit, double mean, double best, double median, double p99, double cpu, double bytes) {

	static Measurement of(RunResult run) {
		Result<?> result = run.getPrimaryResult();
		boolean sampled = run.getParams().getMode() == Mode.SampleTime;
		return new Measurement((run.getParams().getMode() == Mode.Throughput) ? Unit.RATE : Unit.TIME,
				result.getScore(), best(run), (sampled) ? result.getStatistics().getPercentile(50) : Double.NaN,
				(sampled) ? result.getStatistics().getPercentile(99) : Double.NaN,
				secondary(run, CpuTimeProfiler.LABEL), secondary(run, "gc.alloc.rate.norm"));
	}

	// Of the means of the iterations
	private static double best(RunResult run) {
		DoubleStream means = run.getAggregatedResult()
			.getIterationResults()
			.stream()
			.mapToDouble((iteration) -> iteration.getPrimaryResult().getScore());
		return ((run.getParams().getMode() == Mode.Throughput) ? means.max() : means.min()).orElse(Double.NaN);
	}

	private static double secondary(RunResult run, String label) {
		Result<?> result = run.getSecondaryResults().get(label);
		return (result != null) ? result.getScore() : Double.NaN;
	}

	/**
	 * What is measured.
	 */
	enum Unit {

		/**
		 * How long a call takes: less is better.
		 */
		TIME,

		/**
		 * How many calls are done in a second: more is better.
		 */
		RATE;

		String format(double value) {
			if (Double.isNaN(value)) {
				return "";
			}
			if (this == RATE) {
				return "%.3f M/s".formatted(value / 1_000_000);
			}
			if (value < 1000) {
				return "%.1f ns".formatted(value);
			}
			return (value < 1_000_000) ? "%.2f us".formatted(value / 1000) : "%.2f ms".formatted(value / 1_000_000);
		}

	}

}

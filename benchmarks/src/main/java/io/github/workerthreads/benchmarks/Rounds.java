package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one benchmark showed in each round. A figure is the median of the rounds' figures,
 * so that a round that was disturbed counts for little. Not thread-safe.
 */
final class Rounds {

	private final List<Measurement> measurements = new ArrayList<>();

	void add(Measurement measurement) {
		this.measurements.add(measurement);
	}

	Measurement.Unit unit() {
		return this.measurements.get(0).unit();
	}

	double mean() {
		return middle(Measurement::mean);
	}

	/**
	 * Return the best part of any round, which other work on the machine disturbed least.
	 * @return the least time or the highest rate
	 */
	double best() {
		double[] parts = sorted(Measurement::best);
		return (unit() == Measurement.Unit.TIME) ? parts[0] : parts[parts.length - 1];
	}

	double median() {
		return middle(Measurement::median);
	}

	double p99() {
		return middle(Measurement::p99);
	}

	double cpu() {
		return middle(Measurement::cpu);
	}

	double bytes() {
		return middle(Measurement::bytes);
	}

	/**
	 * Return how far the rounds' means lie apart.
	 * @return the distance of the highest and the lowest mean, as a part of the middle
	 * one
	 */
	double spread() {
		double[] means = sorted(Measurement::mean);
		return (means[means.length - 1] - means[0]) / mean();
	}

	/**
	 * Return how a figure compares with that of another benchmark in the same round.
	 * @param base the other benchmark, of as many rounds
	 * @param figure the figure
	 * @return the median of the rounds' ratios, {@link Double#NaN} if one of both does
	 * not have the figure
	 */
	double ratio(Rounds base, ToDoubleFunction<Measurement> figure) {
		if (base.measurements.size() != this.measurements.size()) {
			throw new IllegalStateException("%d rounds cannot be compared with %d".formatted(this.measurements.size(),
					base.measurements.size()));
		}
		double[] ratios = new double[this.measurements.size()];
		Arrays.setAll(ratios, (round) -> figure.applyAsDouble(this.measurements.get(round))
				/ figure.applyAsDouble(base.measurements.get(round)));
		Arrays.sort(ratios);
		return middle(ratios);
	}

	/**
	 * Return the median of the rounds' figures.
	 * @param figure the figure
	 * @return the median
	 */
	double middle(ToDoubleFunction<Measurement> figure) {
		return middle(sorted(figure));
	}

	private static double middle(double[] sorted) {
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	private double[] sorted(ToDoubleFunction<Measurement> figure) {
		return this.measurements.stream().mapToDouble(figure).sorted().toArray();
	}

}

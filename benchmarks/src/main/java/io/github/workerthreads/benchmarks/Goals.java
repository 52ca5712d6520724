package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Table of what is to be reached beside what was measured. Not thread-safe.
 */
final class Goals {

	private final List<String> rows = new ArrayList<>();

	private int met;

	/**
	 * Add a figure that is good if it is low.
	 * @param what what is measured
	 * @param limit the most that it may be
	 * @param unit the unit of both, with the space before it if there is one
	 * @param measured the figure
	 * @param beside what explains it
	 */
	void atMost(String what, double limit, String unit, double measured, String beside) {
		add(what, "at most " + format(limit) + unit, measured, unit, beside, measured <= limit);
	}

	/**
	 * Add a figure that is good if it is high.
	 * @param what what is measured
	 * @param limit the least that it may be
	 * @param unit the unit of both, with the space before it if there is one
	 * @param measured the figure
	 * @param beside what explains it
	 */
	void atLeast(String what, double limit, String unit, double measured, String beside) {
		add(what, "at least " + format(limit) + unit, measured, unit, beside, measured >= limit);
	}

	/**
	 * Add a figure that this run could not show.
	 * @param what what is to be measured
	 * @param goal what is to be reached
	 * @param reason why it was not measured
	 */
	void notMeasured(String what, String goal, String reason) {
		this.rows.add("| %s | %s | not measured: %s | |".formatted(what, goal, reason));
	}

	private void add(String what, String goal, double measured, String unit, String beside, boolean met) {
		if (Double.isNaN(measured)) {
			throw new IllegalStateException("'%s' was not measured".formatted(what));
		}
		if (met) {
			this.met++;
		}
		this.rows.add("| %s | %s | %s%s%s | %s |".formatted(what, goal, format(measured), unit,
				(beside.isEmpty()) ? "" : " (" + beside + ")", (met) ? "yes" : "**no**"));
	}

	int met() {
		return this.met;
	}

	int size() {
		return this.rows.size();
	}

	static String format(double value) {
		return (Math.abs(value) >= 100) ? "%.0f".formatted(value)
				: (Math.abs(value) >= 10) ? "%.1f".formatted(value) : "%.2f".formatted(value);
	}

	@Override
	public String toString() {
		return "| figure | to reach | measured | met? |%n|---|---|---|---|%n%s%n"
			.formatted(String.join(System.lineSeparator(), this.rows));
	}

}

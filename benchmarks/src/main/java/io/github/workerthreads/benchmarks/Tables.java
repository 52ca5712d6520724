package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tables in Markdown that a program has printed, and their figures. Immutable.
 */
final class Tables {

	private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?");

	private final String program;

	private final String text;

	private Tables(String program, String text) {
		this.program = program;
		this.text = text;
	}

	/**
	 * Take what a program has printed.
	 * @param program the name of the program
	 * @param text what it has printed
	 * @return its tables
	 * @throws IllegalStateException if there is no table
	 */
	static Tables of(String program, String text) {
		if (text.lines().noneMatch((line) -> line.startsWith("|---"))) {
			throw new IllegalStateException("%s has printed no table: '%s'".formatted(program, text));
		}
		return new Tables(program, text);
	}

	/**
	 * Return the number that a cell begins with.
	 * @param row the first cell of its row
	 * @param column the title of its column
	 * @return the number, in the unit of the table
	 * @throws IllegalStateException if there is no such cell or no number in it
	 */
	double figure(String row, String column) {
		List<String> titles = List.of();
		boolean inTable = false;
		for (String line : this.text.lines().toList()) {
			if (!line.startsWith("|")) {
				inTable = false;
				continue;
			}
			List<String> cells = cells(line);
			if (!inTable) {
				titles = cells;
				inTable = true;
			}
			else if (cells.get(0).equals(row) && titles.contains(column)) {
				return number(cells.get(titles.indexOf(column)), row, column);
			}
		}
		throw new IllegalStateException(
				"%s has printed no row '%s' with a column '%s':%n%s".formatted(this.program, row, column, this.text));
	}

	private double number(String cell, String row, String column) {
		Matcher number = NUMBER.matcher(cell);
		if (!number.lookingAt()) {
			throw new IllegalStateException(
					"%s has no number for '%s' in row '%s' but '%s'".formatted(this.program, column, row, cell));
		}
		return Double.parseDouble(Objects.requireNonNull(number.group()).replace(",", ""));
	}

	private static List<String> cells(String line) {
		List<String> cells = new ArrayList<>(Arrays.asList(line.split("\\|")));
		cells.remove(0);
		cells.replaceAll(String::strip);
		return cells;
	}

	@Override
	public String toString() {
		return this.text;
	}

}

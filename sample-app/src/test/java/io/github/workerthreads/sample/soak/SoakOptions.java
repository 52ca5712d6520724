package io.github.workerthreads.sample.soak;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * What a soak is to do. Immutable.
 *
 * @param duration for how long calls are made, beside the time for starts and rests
 * @param seed decides over calls and harm; what meets what also depends on time
 */
record SoakOptions(Duration duration, long seed) {

	private static final int MAX_MINUTES = 24 * 60;

	private static final String USAGE = "sample-app/soak [--minutes N] [--seed S]";

	/**
	 * How many threads make calls.
	 */
	static final int CALLERS = 24;

	/**
	 * How many threads do harm.
	 */
	static final int VANDALS = 2;

	private static final Duration LONGEST_ROUND = Duration.ofSeconds(20);

	private static final int MOST_LIVES = 4;

	/**
	 * Read the arguments of the command.
	 * @param arguments the arguments
	 * @return the options
	 * @throws IllegalArgumentException if one of them is wrong
	 */
	static SoakOptions of(List<String> arguments) {
		int minutes = 10;
		long seed = System.nanoTime();
		Iterator<String> rest = arguments.iterator();
		while (rest.hasNext()) {
			String option = rest.next();
			switch (option) {
				case "--minutes" -> minutes = (int) number(option, rest, 1, MAX_MINUTES);
				case "--seed" -> seed = number(option, rest, Long.MIN_VALUE, Long.MAX_VALUE);
				default -> throw new IllegalArgumentException("There is no option '%s': %s".formatted(option, USAGE));
			}
		}
		return new SoakOptions(Duration.ofMinutes(minutes), seed);
	}

	private static long number(String option, Iterator<String> rest, long least, long most) {
		String value = (rest.hasNext()) ? rest.next() : "";
		try {
			long number = Long.parseLong(value);
			if (number >= least && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new IllegalArgumentException(
				"'%s' must be from %d to %d but was '%s': %s".formatted(option, least, most, value, USAGE));
	}

	/**
	 * Return how often the application is started: at least twice, so that it is stopped
	 * under load and comes back.
	 * @return the number of starts
	 */
	int lives() {
		return (int) Math.max(2, Math.min(MOST_LIVES, this.duration.toMinutes() / 2));
	}

	/**
	 * Return how many rounds of load and rest there are in each life.
	 * @return the number of rounds
	 */
	int rounds() {
		return (int) Math.max(2, this.duration.dividedBy(lives()).dividedBy(LONGEST_ROUND));
	}

	/**
	 * Return for how long calls are made in each round.
	 * @return the time
	 */
	Duration round() {
		return this.duration.dividedBy((long) lives() * rounds());
	}

}

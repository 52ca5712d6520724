package io.github.workerthreads.message;

/**
 * What the last messages of one class were like, as a guess at the next one. Races
 * between threads only make the guess worse.
 */
final class MessageHistory {

	private static final int MOST_DETOURS = 1024;

	// How many messages go the long way at once, since the direct one led nowhere
	private int detours;

	private int lastDetours;

	private int values;

	private int expectedValues;

	/**
	 * Return whether it is likely to work to copy the next message directly.
	 * @return whether to try
	 */
	boolean suggestsDirectCopy() {
		int left = this.detours;
		if (left == 0) {
			return true;
		}
		this.detours = left - 1;
		return false;
	}

	/**
	 * Note that a message could not be copied directly. The next ones are not tried,
	 * twice as many as the last time.
	 */
	void failed() {
		this.lastDetours = Math.min(MOST_DETOURS, this.lastDetours * 2 + 1);
		this.detours = this.lastDetours;
	}

	/**
	 * Note that a message was copied directly.
	 * @param values how many values it has that are not shared
	 */
	void copied(int values) {
		if (this.lastDetours != 0) {
			this.lastDetours = 0;
		}
		if (values != this.values || values != this.expectedValues) {
			this.expectedValues = Math.min(values, this.values);
			this.values = values;
		}
	}

	/**
	 * Return how many values the next message probably has: not more than each of the
	 * last two.
	 * @return the number of values
	 */
	int expectedValues() {
		return this.expectedValues;
	}

}

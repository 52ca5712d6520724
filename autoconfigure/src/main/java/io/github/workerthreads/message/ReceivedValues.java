package io.github.workerthreads.message;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The values of a message that others can refer to, by their numbers: each one as soon as
 * it is complete, until then its frame. Not thread-safe.
 */
final class ReceivedValues implements Counterparts {

	private static final int INITIAL_VALUES = 16;

	private final int limit;

	private @Nullable Object[] values = new @Nullable Object[INITIAL_VALUES];

	/**
	 * How much it takes to hash each value.
	 */
	private long[] weights = new long[INITIAL_VALUES];

	private int size;

	private long reserved;

	ReceivedValues(int limit) {
		this.limit = limit;
	}

	int add(Object value, long weight, MessageInput input) {
		reserve(0, input);
		if (this.size == this.values.length) {
			this.values = Arrays.copyOf(this.values, this.size * 2);
			this.weights = Arrays.copyOf(this.weights, this.size * 2);
		}
		this.values[this.size] = value;
		this.weights[this.size] = weight;
		return this.size++;
	}

	/**
	 * Count what a value takes before it has parts.
	 * @param places the number of places
	 * @param input the message
	 */
	void reserve(int places, MessageInput input) {
		this.reserved += places;
		if (this.reserved + this.size >= this.limit) {
			throw input.malformed("the message has more than %s values and places for them. Send less, or raise "
				.formatted(this.limit) + "'maxValues' of the limits of messages");
		}
	}

	int check(int number, MessageInput input) {
		if (number < 0 || number >= this.size) {
			throw input.malformed("there is no value of number " + Integer.toUnsignedLong(number));
		}
		return number;
	}

	Object get(int number) {
		return Objects.requireNonNull(this.values[number]);
	}

	@Override
	public void set(int number, Object value) {
		this.values[number] = value;
	}

	long weight(int number) {
		return this.weights[number];
	}

	void weigh(int number, long weight) {
		this.weights[number] = weight;
	}

}

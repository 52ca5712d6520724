package io.github.workerthreads.message;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Estimate of the work that it takes to hash and compare the keys of a message, which may
 * grow exponentially with its length, and of the stack that this takes. A value weighs as
 * much as all that it holds, counted once for each way to it; a value in a cycle that is
 * not complete yet weighs nothing more. Weight and height share a number, with the height
 * in the lowest bits. Not thread-safe.
 */
final class KeyWork {

	/**
	 * Weight and height of a value without parts.
	 */
	static final long LEAF = 1L << 16;

	/**
	 * Most values inside one another in a key. Methods such as {@code hashCode} call one
	 * another that often.
	 */
	static final int HIGHEST_KEY = 500;

	private static final int HEIGHT_BITS = 16;

	private static final long HEIGHT = (1L << HEIGHT_BITS) - 1;

	private static final long MOST = Long.MAX_VALUE >>> (HEIGHT_BITS + 1);

	private final long limit;

	private long work;

	private @Nullable NodePlan[] plans = new @Nullable NodePlan[16];

	private long[] sums = new long[16];

	private long[] keys = new long[16];

	private int depth;

	KeyWork(long limit) {
		this.limit = limit;
	}

	void push(NodePlan plan) {
		if (this.depth == this.sums.length) {
			this.sums = Arrays.copyOf(this.sums, this.depth * 2);
			this.keys = Arrays.copyOf(this.keys, this.depth * 2);
			this.plans = Arrays.copyOf(this.plans, this.depth * 2);
		}
		this.plans[this.depth] = plan;
		this.keys[this.depth] = 0;
		this.sums[this.depth++] = 0;
	}

	/**
	 * Add a part to the topmost value.
	 * @param weight its weight and height
	 * @param key whether the value looks into it to complete itself
	 */
	void refer(long weight, boolean key) {
		if (this.depth > 0) {
			int index = this.depth - 1;
			this.sums[index] = sum(this.sums[index], weight);
			if (key) {
				this.keys[index] = sum(this.keys[index], weight);
			}
		}
	}

	private static long sum(long sum, long weight) {
		long total = Math.min((sum >>> HEIGHT_BITS) + (weight >>> HEIGHT_BITS), MOST);
		return (total << HEIGHT_BITS) | Math.max(sum & HEIGHT, weight & HEIGHT);
	}

	/**
	 * Leave the topmost value.
	 * @param parts how many parts it has
	 * @param input the message
	 * @return its weight and height
	 */
	long pop(int parts, MessageInput input) {
		NodePlan plan = Objects.requireNonNull(this.plans[--this.depth]);
		long sum = this.sums[this.depth];
		long total = sum >>> HEIGHT_BITS;
		long height = sum & HEIGHT;
		charge(this.keys[this.depth], plan.comparesAll() ? parts : 1, input);
		long weight = LEAF;
		if (plan.comparesParts()) {
			weight = (Math.min(total + 1, MOST) << HEIGHT_BITS) | Math.min(height + 1, HEIGHT);
		}
		return weight;
	}

	private void charge(long keys, int times, MessageInput input) {
		if ((keys & HEIGHT) > HIGHEST_KEY) {
			throw input
				.malformed("a key has more than %s values inside one another. Use flatter keys".formatted(HIGHEST_KEY));
		}
		long total = keys >>> HEIGHT_BITS;
		if (total > (this.limit - this.work) / Math.max(times, 1)) {
			throw input
				.malformed("to compare its keys takes more than %s steps. Use simpler keys, or raise 'maxWork' of "
					.formatted(this.limit) + "the limits of messages");
		}
		this.work += total * times;
	}

}

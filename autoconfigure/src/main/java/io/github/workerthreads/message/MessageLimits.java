package io.github.workerthreads.message;

/**
 * Limits that keep one message from taking more than its share, whoever made it. Both
 * sides hold to them: the sender refuses what the receiver would. Immutable.
 *
 * @param maxBytes most bytes of a message, at least 1; 64 MiB by default
 * @param maxValues most objects in a message, and places that its queues reserve, at
 * least 1; two million by default
 * @param maxDepth most objects of a message inside one another, at least 1; one million
 * by default
 * @param maxWork most steps that it may take to hash or compare the keys of a message's
 * maps and sets, at least 1; 200 million by default, about a second
 */
public record MessageLimits(int maxBytes, int maxValues, int maxDepth, long maxWork) {

	private static final MessageLimits DEFAULTS = new MessageLimits(64 << 20, 2_000_000, 1_000_000, 200_000_000);

	public MessageLimits {
		check("maxBytes", maxBytes);
		check("maxValues", maxValues);
		check("maxDepth", maxDepth);
		check("maxWork", maxWork);
	}

	private static void check(String name, long value) {
		if (value < 1) {
			throw new IllegalArgumentException("'%s' must be at least 1 but was %s".formatted(name, value));
		}
	}

	/**
	 * Return the default limits.
	 * @return the limits
	 */
	public static MessageLimits defaults() {
		return DEFAULTS;
	}

	/**
	 * Return these limits with another one on bytes.
	 * @param maxBytes most bytes of a message
	 * @return the new limits
	 */
	public MessageLimits withMaxBytes(int maxBytes) {
		return new MessageLimits(maxBytes, this.maxValues, this.maxDepth, this.maxWork);
	}

	/**
	 * Return these limits with another one on objects.
	 * @param maxValues most objects in a message
	 * @return the new limits
	 */
	public MessageLimits withMaxValues(int maxValues) {
		return new MessageLimits(this.maxBytes, maxValues, this.maxDepth, this.maxWork);
	}

	/**
	 * Return these limits with another one on depth.
	 * @param maxDepth most objects inside one another
	 * @return the new limits
	 */
	public MessageLimits withMaxDepth(int maxDepth) {
		return new MessageLimits(this.maxBytes, this.maxValues, maxDepth, this.maxWork);
	}

	/**
	 * Return these limits with another one on work.
	 * @param maxWork most steps to hash or compare keys
	 * @return the new limits
	 */
	public MessageLimits withMaxWork(long maxWork) {
		return new MessageLimits(this.maxBytes, this.maxValues, this.maxDepth, maxWork);
	}

}

package io.github.workerthreads.worker;

/**
 * Limits of one long-lived worker. Which of them a rung can keep it says; one that it
 * can't is refused when the worker is started.
 *
 * @param stackSizeBytes how large the stack of its thread may become, a hint to the JVM,
 * or 0 for the JVM's default
 * @param maxHeapBytes how large its heap may become, or 0 for no limit of its own; no
 * rung that shares the heap can limit it
 */
public record ResourceLimits(long stackSizeBytes, long maxHeapBytes) {

	/**
	 * No limits but those of the JVM.
	 */
	public static final ResourceLimits NONE = new ResourceLimits(0, 0);

	public ResourceLimits {
		requireNotNegative("stackSizeBytes", stackSizeBytes);
		requireNotNegative("maxHeapBytes", maxHeapBytes);
	}

	private static void requireNotNegative(String name, long value) {
		if (value < 0) {
			throw new IllegalArgumentException("'%s' must not be negative but was %d".formatted(name, value));
		}
	}

}

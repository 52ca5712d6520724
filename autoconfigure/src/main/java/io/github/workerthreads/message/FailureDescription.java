package io.github.workerthreads.message;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What bytes tell of one failure.
 *
 * @param type the name of its class
 * @param message its message, if it has one
 * @param stackTrace its stack trace
 * @param links the numbers of its cause, of the next failure and of the suppressed ones;
 * -1 stands for none
 * @param state a message with class and fields, if these can be cloned
 * @param reason why there is no state, if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and read, never compared
record FailureDescription(String type, @Nullable String message, StackTraceElement[] stackTrace, int[] links,
		byte @Nullable [] state, @Nullable String reason) {

	private static final int ELEMENTS = 6;

	@Nullable Object[] toArray() {
		return new @Nullable Object[] { this.type, this.message, this.stackTrace, this.links, this.state, this.reason };
	}

	/**
	 * Read a description.
	 * @param description what should be one
	 * @return the description
	 * @throws RuntimeException if it is none
	 */
	static FailureDescription of(@Nullable Object description) {
		@Nullable Object[] elements = (@Nullable Object[]) Objects.requireNonNull(description);
		if (elements.length != ELEMENTS) {
			throw new IllegalArgumentException(
					"a failure has %s elements, not %s".formatted(ELEMENTS, elements.length));
		}
		StackTraceElement[] stackTrace = ValueForms.element(elements, 2, StackTraceElement[].class);
		for (StackTraceElement element : stackTrace) {
			Objects.requireNonNull(element);
		}
		int[] links = ValueForms.element(elements, 3, int[].class);
		if (links.length < 2) {
			throw new IllegalArgumentException("a failure has two links at least");
		}
		return new FailureDescription(ValueForms.element(elements, 0, String.class), (String) elements[1], stackTrace,
				links, (byte[]) elements[4], (String) elements[5]);
	}

}

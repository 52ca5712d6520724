package io.github.workerthreads.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Reports a property that no pool can be built with.
 */
class InvalidPoolPropertyException extends RuntimeException {

	private final String property;

	private final @Nullable Object value;

	private final String reason;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param property the name of the property
	 * @param value the value that it has
	 * @param reason why that value is not valid
	 * @param remedy what to do, as a sentence
	 */
	InvalidPoolPropertyException(String property, @Nullable Object value, String reason, String remedy) {
		super("Property '%s' is not valid: %s".formatted(property, reason));
		this.property = property;
		this.value = value;
		this.reason = reason;
		this.remedy = remedy;
	}

	String getProperty() {
		return this.property;
	}

	@Nullable Object getValue() {
		return this.value;
	}

	String getReason() {
		return this.reason;
	}

	String getRemedy() {
		return this.remedy;
	}

}

package io.github.workerthreads.message;

import java.util.function.UnaryOperator;

/**
 * Plan of mutable values that hold no references to other mutable values, such as
 * {@code byte[]} and {@link java.util.Date}: copied in one step.
 */
final class ValuePlan extends TypePlan {

	private final UnaryOperator<Object> duplicate;

	private ValuePlan(UnaryOperator<Object> duplicate) {
		this.duplicate = duplicate;
	}

	@SuppressWarnings("unchecked")
	static <T> ValuePlan of(UnaryOperator<T> duplicate) {
		return new ValuePlan((UnaryOperator<Object>) duplicate);
	}

	Object duplicate(Object original) {
		return this.duplicate.apply(original);
	}

}

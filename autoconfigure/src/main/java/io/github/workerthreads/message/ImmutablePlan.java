package io.github.workerthreads.message;

import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Plan of values of the JDK that are constructed from their parts, and shared if those
 * are: {@code List.of(...)}, {@link java.util.Optional} and the like.
 *
 * @param <T> the type of the values
 */
class ImmutablePlan<T> extends NodePlan {

	static final String LOST_KEYS = "it is in a cycle that the hash codes of its elements depend on";

	private final Function<T, @Nullable Object[]> takeApart;

	private final BiFunction<T, @Nullable Object[], Object> build;

	private final String[] steps;

	/**
	 * Create a plan.
	 * @param takeApart finds the parts of a value
	 * @param build makes a value like another one of rebuilt parts
	 * @param steps how paths go on to the parts, if these are not numbered
	 */
	ImmutablePlan(Function<T, @Nullable Object[]> takeApart, BiFunction<T, @Nullable Object[], Object> build,
			String... steps) {
		this.takeApart = takeApart;
		this.build = build;
		this.steps = steps;
	}

	@Override
	boolean isSharedWithParts() {
		return true;
	}

	@Override
	@Nullable Object shell(Object original) {
		return null;
	}

	@Override
	@SuppressWarnings("unchecked")
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		return this.takeApart.apply((T) original);
	}

	@Override
	@SuppressWarnings("unchecked")
	Object build(Object original, @Nullable Object[] parts, boolean settled) {
		return this.build.apply((T) original, parts);
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return (index < this.steps.length) ? this.steps[index] : PathSteps.element(index);
	}

}

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

	private final Function<T, @Nullable Object[]> head;

	private final Function<T, @Nullable Object[]> takeApart;

	private final BiFunction<@Nullable Object[], @Nullable Object[], Object> build;

	private final String[] steps;

	/**
	 * Create a plan.
	 * @param takeApart finds the parts of a value
	 * @param build makes a value of rebuilt parts
	 * @param steps how paths go on to the parts, if these are not numbered
	 */
	ImmutablePlan(Function<T, @Nullable Object[]> takeApart, Function<@Nullable Object[], Object> build,
			String... steps) {
		this((value) -> NO_PARTS, takeApart, (head, parts) -> build.apply(parts), steps);
	}

	/**
	 * Create a plan.
	 * @param head finds what there is to know of a value beside its parts
	 * @param takeApart finds the parts of a value
	 * @param build makes a value of a head and rebuilt parts
	 * @param steps how paths go on to the parts, if these are not numbered
	 */
	ImmutablePlan(Function<T, @Nullable Object[]> head, Function<T, @Nullable Object[]> takeApart,
			BiFunction<@Nullable Object[], @Nullable Object[], Object> build, String... steps) {
		this.head = head;
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
	@Nullable Object[] head(Object original) {
		return this.head.apply((T) original);
	}

	@Override
	Object buildFrom(@Nullable Object[] head, @Nullable Object[] parts, boolean settled) {
		return this.build.apply(head, parts);
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return (index < this.steps.length) ? this.steps[index] : PathSteps.element(index);
	}

}

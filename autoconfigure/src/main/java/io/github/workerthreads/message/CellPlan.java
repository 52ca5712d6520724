package io.github.workerthreads.message;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Plan of mutable values of the JDK that hold one reference.
 *
 * @param <T> the type of the values
 */
final class CellPlan<T> extends NodePlan {

	private final UnaryOperator<T> create;

	private final Function<T, @Nullable Object> get;

	private final BiConsumer<T, @Nullable Object> set;

	/**
	 * Create a plan.
	 * @param create creates a value like another one, without its reference
	 * @param get returns the reference
	 * @param set sets the reference
	 */
	CellPlan(UnaryOperator<T> create, Function<T, @Nullable Object> get, BiConsumer<T, @Nullable Object> set) {
		this.create = create;
		this.get = get;
		this.set = set;
	}

	@Override
	@SuppressWarnings("unchecked")
	Object shell(Object original) {
		return this.create.apply((T) original);
	}

	@Override
	@SuppressWarnings("unchecked")
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		return new @Nullable Object[] { this.get.apply((T) original) };
	}

	@Override
	@SuppressWarnings("unchecked")
	void fill(Object shell, @Nullable Object[] parts) {
		this.set.accept((T) shell, parts[0]);
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return ".value";
	}

}

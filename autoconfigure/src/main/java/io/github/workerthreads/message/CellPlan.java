package io.github.workerthreads.message;

import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Plan of mutable values of the JDK that hold one reference.
 *
 * @param <T> the type of the values
 */
final class CellPlan<T> extends NodePlan {

	private final Function<T, @Nullable Object> mark;

	private final Function<@Nullable Object[], T> create;

	private final Function<T, @Nullable Object> get;

	private final BiConsumer<T, @Nullable Object> set;

	/**
	 * Create a plan.
	 * @param mark returns what a value holds beside the reference
	 * @param create creates a value with what it holds beside the reference
	 * @param get returns the reference
	 * @param set sets the reference
	 */
	CellPlan(Function<T, @Nullable Object> mark, Function<@Nullable Object[], T> create,
			Function<T, @Nullable Object> get, BiConsumer<T, @Nullable Object> set) {
		this.mark = mark;
		this.create = create;
		this.get = get;
		this.set = set;
	}

	@Override
	Object shell(Object original) {
		return this.create.apply(head(original));
	}

	@Override
	@SuppressWarnings("unchecked")
	@Nullable Object[] head(Object original) {
		return new @Nullable Object[] { this.mark.apply((T) original) };
	}

	@Override
	Object shellFrom(@Nullable Object[] head, @Nullable Object[] parts) {
		return this.create.apply(head);
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
	boolean comparesParts() {
		return false;
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return ".value";
	}

}

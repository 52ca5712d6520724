package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.TypeCloner;

/**
 * Plan of values that a {@link TypeCloner} takes apart.
 *
 * @param <T> the type of the values
 */
final class ClonerPlan<T> extends NodePlan {

	private final TypeCloner<T> cloner;

	ClonerPlan(TypeCloner<T> cloner) {
		this.cloner = cloner;
	}

	@Override
	@Nullable Object shell(Object original) {
		return null;
	}

	@Override
	@SuppressWarnings("unchecked")
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		return new @Nullable Object[] { this.cloner.takeApart((T) original) };
	}

	@Override
	Object buildFrom(@Nullable Object[] head, @Nullable Object[] parts, boolean settled) {
		Object copy = this.cloner.rebuild(parts[0]);
		if (!this.cloner.type().isInstance(copy)) {
			throw new UncloneableException("%s rebuilt no %s".formatted(this.cloner.getClass().getTypeName(),
					this.cloner.type().getTypeName()));
		}
		return copy;
	}

	@Override
	boolean takes(int parts) {
		return parts == 1;
	}

	@Override
	Class<?> sentType(Class<?> type) {
		return this.cloner.type();
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return "";
	}

}

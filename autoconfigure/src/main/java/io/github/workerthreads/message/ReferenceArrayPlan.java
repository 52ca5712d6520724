package io.github.workerthreads.message;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Plan of {@link AtomicReferenceArray}.
 */
final class ReferenceArrayPlan extends NodePlan {

	@Override
	Object shell(Object original) {
		return new AtomicReferenceArray<>(((AtomicReferenceArray<?>) original).length());
	}

	@Override
	Object shellFrom(@Nullable Object[] head, @Nullable Object[] parts) {
		return new AtomicReferenceArray<>(parts.length);
	}

	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		AtomicReferenceArray<?> array = (AtomicReferenceArray<?>) original;
		@Nullable Object[] parts = new @Nullable Object[array.length()];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = array.get(i);
		}
		return parts;
	}

	@Override
	@SuppressWarnings("unchecked")
	void fill(Object shell, @Nullable Object[] parts) {
		AtomicReferenceArray<@Nullable Object> array = (AtomicReferenceArray<@Nullable Object>) shell;
		for (int i = 0; i < parts.length; i++) {
			array.set(i, parts[i]);
		}
	}

	@Override
	boolean comparesParts() {
		return false;
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return PathSteps.element(index);
	}

}

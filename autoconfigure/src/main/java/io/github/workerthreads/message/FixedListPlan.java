package io.github.workerthreads.message;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Plan of the lists that {@link Arrays#asList} returns, whose elements can be replaced.
 */
final class FixedListPlan extends NodePlan {

	@Override
	Object shell(Object original) {
		return Arrays.asList(new @Nullable Object[((List<?>) original).size()]);
	}

	@Override
	Object shellFrom(@Nullable Object[] head, @Nullable Object[] parts) {
		return Arrays.asList(new @Nullable Object[parts.length]);
	}

	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		return ((List<?>) original).toArray();
	}

	@Override
	@SuppressWarnings("unchecked")
	void fill(Object shell, @Nullable Object[] parts) {
		List<@Nullable Object> list = (List<@Nullable Object>) shell;
		for (int i = 0; i < parts.length; i++) {
			list.set(i, parts[i]);
		}
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return PathSteps.element(index);
	}

}

package io.github.workerthreads.message;

import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Plan of the lists that {@link Collections#nCopies} returns. They count with all their
 * elements, since methods such as {@code equals} look at each.
 */
final class CopiesPlan extends ImmutablePlan<List<?>> {

	CopiesPlan() {
		super((copies) -> new Object[] { copies.size() },
				(copies) -> copies.isEmpty() ? NO_PARTS : new @Nullable Object[] { copies.get(0) }, CopiesPlan::build);
	}

	@Override
	int places(@Nullable Object[] head) {
		return ValueForms.element(head, 0, Integer.class);
	}

	@SuppressWarnings("NullAway") // such a list may be full of null
	private static List<?> build(@Nullable Object[] head, @Nullable Object[] parts) {
		return (parts.length == 0) ? Collections.nCopies(0, null)
				: Collections.nCopies(ValueForms.element(head, 0, Integer.class), parts[0]);
	}

}

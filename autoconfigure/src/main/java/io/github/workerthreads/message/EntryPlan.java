package io.github.workerthreads.message;

import java.util.AbstractMap.SimpleEntry;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Plan of entries of mutable maps, which become entries of their own.
 */
final class EntryPlan extends NodePlan {

	@Override
	@Nullable Object shell(Object original) {
		return null;
	}

	@Override
	@Nullable Object[] takeApart(Object original, @Nullable Object shell) {
		Map.Entry<?, ?> entry = (Map.Entry<?, ?>) original;
		return new @Nullable Object[] { entry.getKey(), entry.getValue() };
	}

	@Override
	Object buildFrom(@Nullable Object[] head, @Nullable Object[] parts, boolean settled) {
		return new SimpleEntry<>(parts[0], parts[1]);
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return (index == 0) ? ".key" : ".value";
	}

}

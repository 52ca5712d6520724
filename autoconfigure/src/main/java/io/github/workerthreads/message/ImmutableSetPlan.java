package io.github.workerthreads.message;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Plan of immutable sets, which look into their elements when they are constructed.
 */
@SuppressWarnings("NullAway") // takes arrays of nullable elements for plain ones
final class ImmutableSetPlan extends ImmutablePlan<Set<?>> {

	ImmutableSetPlan(Function<@Nullable Object[], Set<?>> build) {
		super(Collection::toArray, build::apply);
	}

	@Override
	@Nullable String flaw(Object copy, @Nullable Object[] parts) {
		return ((Set<?>) copy).containsAll(Arrays.asList(parts)) ? null : LOST_KEYS;
	}

	@Override
	void checkKeys(@Nullable Object[] parts) {
		KeyCollisions.PROBES.check(parts, 0, 1);
	}

	@Override
	boolean isKey(int index) {
		return true;
	}

}

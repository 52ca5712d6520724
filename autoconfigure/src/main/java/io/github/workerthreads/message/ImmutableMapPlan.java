package io.github.workerthreads.message;

import java.util.AbstractMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Plan of immutable maps, which look into their keys when they are constructed. Keys and
 * values alternate in the parts.
 */
final class ImmutableMapPlan extends ImmutablePlan<Map<?, ?>> {

	ImmutableMapPlan(Function<Map.Entry<?, ?>[], Map<?, ?>> build) {
		super(ImmutableMapPlan::content, (parts) -> build.apply(entries(parts)));
	}

	@Override
	@Nullable String flaw(Object copy, @Nullable Object[] parts) {
		for (int i = 0; i < parts.length; i += 2) {
			if (!((Map<?, ?>) copy).containsKey(parts[i])) {
				return LOST_KEYS;
			}
		}
		return null;
	}

	@Override
	boolean takes(int parts) {
		return parts % 2 == 0;
	}

	@Override
	void checkKeys(@Nullable Object[] parts) {
		KeyCollisions.PROBES.check(parts, 0, 2);
	}

	@Override
	boolean isKey(int index) {
		return index % 2 == 0;
	}

	@Override
	String describe(@Nullable Object[] parts, int index) {
		return PathSteps.entry(parts, index, 0);
	}

	private static @Nullable Object[] content(Map<?, ?> map) {
		@Nullable Object[] parts = new @Nullable Object[map.size() * 2];
		int length = 0;
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			parts[length++] = entry.getKey();
			parts[length++] = entry.getValue();
		}
		return parts;
	}

	private static Map.Entry<?, ?>[] entries(@Nullable Object[] parts) {
		Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[parts.length / 2];
		for (int i = 0; i < entries.length; i++) {
			entries[i] = new AbstractMap.SimpleImmutableEntry<@Nullable Object, @Nullable Object>(parts[2 * i],
					parts[2 * i + 1]);
		}
		return entries;
	}

}

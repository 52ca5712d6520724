package io.github.workerthreads.message;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Sets that {@link Collections#newSetFromMap} returns: rebuilt on an empty map of the
 * same class.
 */
final class MapSets {

	private static final Class<?> TYPE = Collections.newSetFromMap(new HashMap<>()).getClass();

	private MapSets() {
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		return (type == TYPE) ? new CollectionPlan(type, new MapSetBlueprint(), true, backEnd) : null;
	}

	private static @Nullable Map<Object, Boolean> emptyMap(Class<?> type) {
		if (type == IdentityHashMap.class) {
			return new IdentityHashMap<>();
		}
		if (type == ConcurrentHashMap.class) {
			return new ConcurrentHashMap<>();
		}
		if (type == LinkedHashMap.class) {
			return new LinkedHashMap<>();
		}
		return (type == HashMap.class) ? new HashMap<>() : null;
	}

	/**
	 * How to create a set on an empty map of the same class.
	 */
	private static final class MapSetBlueprint extends Blueprint {

		@Override
		@Nullable Object[] head(Object original) {
			Object map = WrappedObject.of(original);
			return new @Nullable Object[] { (map != null) ? map.getClass() : null };
		}

		@Override
		Object createFrom(@Nullable Object[] head, int size, @Nullable Comparator<Object> comparator) {
			Map<Object, Boolean> empty = emptyMap(ValueForms.element(head, 0, Class.class));
			if (empty == null) {
				throw new UncloneableException("it is a set made of a map for which there is no copy rule");
			}
			return Collections.newSetFromMap(empty);
		}

	}

}

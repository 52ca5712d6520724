package io.github.workerthreads.message;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

	static @Nullable TypePlan planFor(Class<?> type) {
		return (type == TYPE) ? new CollectionPlan(type, Blueprint.plain(MapSets::empty), true) : null;
	}

	private static Set<Object> empty(Object set) {
		Object map = WrappedObject.of(set);
		Map<Object, Boolean> empty = (map != null) ? emptyMap(map.getClass()) : null;
		if (empty == null) {
			throw new UncloneableException("it is a set made of a map for which there is no copy rule");
		}
		return Collections.newSetFromMap(empty);
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

}

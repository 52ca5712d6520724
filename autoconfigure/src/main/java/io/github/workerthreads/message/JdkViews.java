package io.github.workerthreads.message;

import java.lang.reflect.Modifier;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentHashMap.KeySetView;

import org.jspecify.annotations.Nullable;

/**
 * The classes by which the JDK shows collections and maps or parts of them, such as
 * {@code subList}, {@code keySet} and entries. A view of a map that the message refers to
 * before stays one, any other becomes a collection or map of its own.
 */
final class JdkViews {

	private JdkViews() {
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		if (!JdkTypes.isJdk(type) || type.getName().startsWith("java.util.Collections$")) {
			return null;
		}
		if (type == KeySetView.class) {
			return new ViewPlan(type, Blueprint.plain((size) -> ConcurrentHashMap.newKeySet()), true, backEnd);
		}
		if (type == SimpleEntry.class) {
			return new EntryPlan();
		}
		return Modifier.isPublic(type.getModifiers()) ? null : detached(type, backEnd);
	}

	private static @Nullable TypePlan detached(Class<?> type, BackEnd backEnd) {
		if (Map.Entry.class.isAssignableFrom(type)) {
			return new EntryPlan();
		}
		if (SortedMap.class.isAssignableFrom(type)) {
			return new MapPlan(type, Blueprint.<SortedMap<Object, ?>>sorted(SortedMap::comparator, TreeMap::new), false,
					backEnd);
		}
		if (Map.class.isAssignableFrom(type)) {
			return new MapPlan(type, Blueprint.plain((size) -> new LinkedHashMap<>()), false, backEnd);
		}
		if (SortedSet.class.isAssignableFrom(type)) {
			return new ViewPlan(type, Blueprint.<SortedSet<Object>>sorted(SortedSet::comparator, TreeSet::new), true,
					backEnd);
		}
		if (Set.class.isAssignableFrom(type)) {
			return new ViewPlan(type, Blueprint.plain((size) -> new LinkedHashSet<>()), true, backEnd);
		}
		boolean list = List.class.isAssignableFrom(type)
				|| (Collection.class.isAssignableFrom(type) && !Queue.class.isAssignableFrom(type));
		return list ? new ViewPlan(type, Blueprint.plain((size) -> new ArrayList<>()), false, backEnd) : null;
	}

}

package io.github.workerthreads.message;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

/**
 * The mutable maps of the JDK, and the classes that extend them.
 */
final class JdkMaps {

	private static final Map<Class<?>, Blueprint> KINDS = Map.of(HashMap.class,
			Blueprint.<HashMap<?, ?>>plain((map) -> new HashMap<>(JdkCollections.tableSize(map.size()))),
			Hashtable.class,
			Blueprint.<Hashtable<?, ?>>plain((map) -> new Hashtable<>(JdkCollections.tableSize(map.size()))),
			Properties.class, Blueprint.properties(), IdentityHashMap.class,
			Blueprint.<IdentityHashMap<?, ?>>plain((map) -> new IdentityHashMap<>(map.size())), ConcurrentHashMap.class,
			Blueprint.<ConcurrentHashMap<?, ?>>plain((map) -> new ConcurrentHashMap<>(map.size())), TreeMap.class,
			Blueprint.<TreeMap<Object, ?>>sorted(TreeMap::comparator, TreeMap::new), ConcurrentSkipListMap.class,
			Blueprint.<ConcurrentSkipListMap<Object, ?>>sorted(ConcurrentSkipListMap::comparator,
					ConcurrentSkipListMap::new));

	private JdkMaps() {
	}

	static @Nullable TypePlan planFor(Class<?> type) {
		if (type == LinkedHashMap.class) {
			return new MapPlan(type, Blueprint.<LinkedHashMap<?, ?>>plain((map) -> (LinkedHashMap<?, ?>) map.clone()),
					true);
		}
		if (type == EnumMap.class) {
			return new MapPlan(type, Blueprint.<EnumMap<?, ?>>plain(EnumMap::clone), true);
		}
		Class<?> superclass = JdkTypes.jdkSuperclass(type);
		if (superclass == LinkedHashMap.class) {
			return new InheritedMapPlan(type, Blueprint.cloning(type), true, Object.class);
		}
		if (superclass == EnumMap.class) {
			return new InheritedMapPlan(type, Blueprint.cloning(type), true, Enum.class);
		}
		Blueprint blueprint = KINDS.get(superclass);
		if (blueprint == null) {
			return null;
		}
		if (superclass == type) {
			return new MapPlan(type, blueprint, false);
		}
		return new InheritedMapPlan(type, blueprint.forSubclass(type), false, Object.class);
	}

}

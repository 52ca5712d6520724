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
			Blueprint.plain((size) -> new HashMap<>(JdkCollections.tableSize(size))), Hashtable.class,
			Blueprint.plain((size) -> new Hashtable<>(JdkCollections.tableSize(size))), Properties.class,
			Blueprint.properties(), IdentityHashMap.class, Blueprint.plain(IdentityHashMap::new),
			ConcurrentHashMap.class, Blueprint.plain(ConcurrentHashMap::new), TreeMap.class,
			Blueprint.<TreeMap<Object, ?>>sorted(TreeMap::comparator, TreeMap::new), ConcurrentSkipListMap.class,
			Blueprint.<ConcurrentSkipListMap<Object, ?>>sorted(ConcurrentSkipListMap::comparator,
					ConcurrentSkipListMap::new));

	private JdkMaps() {
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		Class<?> superclass = JdkTypes.jdkSuperclass(type);
		if (superclass == LinkedHashMap.class || superclass == EnumMap.class) {
			return (backEnd == BackEnd.COPY) ? cloned(type, superclass) : created(type, superclass);
		}
		Blueprint blueprint = KINDS.get(superclass);
		if (blueprint == null) {
			return null;
		}
		if (superclass == type) {
			return new MapPlan(type, blueprint, false, backEnd);
		}
		return new InheritedMapPlan(type, blueprint.forSubclass(type), false, Object.class, backEnd);
	}

	/**
	 * Return the plan of a map that is cloned to keep what it does not tell.
	 * @param type its class
	 * @param superclass the JDK's class
	 * @return the plan
	 */
	private static TypePlan cloned(Class<?> type, Class<?> superclass) {
		if (type == LinkedHashMap.class) {
			return new MapPlan(type, Blueprint.cloning((map) -> ((LinkedHashMap<?, ?>) map).clone()), true,
					BackEnd.COPY);
		}
		if (type == EnumMap.class) {
			return new MapPlan(type, Blueprint.cloning((map) -> ((EnumMap<?, ?>) map).clone()), true, BackEnd.COPY);
		}
		return new InheritedMapPlan(type, Blueprint.cloning(type), true, keyType(superclass), BackEnd.COPY);
	}

	private static TypePlan created(Class<?> type, Class<?> superclass) {
		Blueprint blueprint = (superclass == EnumMap.class) ? Blueprint.enumMap() : Blueprint.linked(type);
		if (type == superclass) {
			return new MapPlan(type, blueprint, false, BackEnd.BYTES);
		}
		return new InheritedMapPlan(type, blueprint.forSubclass(type), false, keyType(superclass), BackEnd.BYTES);
	}

	private static Class<?> keyType(Class<?> superclass) {
		return (superclass == EnumMap.class) ? Enum.class : Object.class;
	}

}

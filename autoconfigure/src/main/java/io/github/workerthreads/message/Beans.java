package io.github.workerthreads.message;

import java.lang.reflect.Field;
import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractQueue;
import java.util.AbstractSequentialList;
import java.util.AbstractSet;
import java.util.Dictionary;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The classes of applications and libraries that consist of their fields.
 */
final class Beans {

	/**
	 * Classes of the JDK that hold nothing a copy would miss.
	 */
	private static final Set<Class<?>> BASES = Set.of(Object.class, Number.class, AbstractCollection.class,
			AbstractList.class, AbstractSequentialList.class, AbstractSet.class, AbstractQueue.class, AbstractMap.class,
			Dictionary.class);

	private Beans() {
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		if (JdkTypes.isJdk(type)) {
			return new RefusedPlan("there is no copy rule for the JDK's class " + type.getName());
		}
		if (capturesInstance(type)) {
			return new RefusedPlan(type.getName() + " is an anonymous or local class that holds the instance it was "
					+ "created in; make it a static nested class");
		}
		if (type.isRecord()) {
			return new RecordPlan(type, backEnd);
		}
		Class<?> superclass = JdkTypes.jdkSuperclass(type);
		if (BASES.contains(superclass)) {
			boolean hashed = Map.class.isAssignableFrom(type) || Set.class.isAssignableFrom(type);
			return hashed ? new HashedBeanPlan(type, backEnd) : new BeanPlan(type, backEnd);
		}
		return new RefusedPlan("%s extends the JDK's class %s, for which there is no copy rule"
			.formatted(type.getName(), superclass.getName()));
	}

	private static boolean capturesInstance(Class<?> type) {
		if (!type.isAnonymousClass() && !type.isLocalClass()) {
			return false;
		}
		for (Field field : type.getDeclaredFields()) {
			if (field.isSynthetic() && field.getName().startsWith("this$")) {
				return true;
			}
		}
		return false;
	}

}

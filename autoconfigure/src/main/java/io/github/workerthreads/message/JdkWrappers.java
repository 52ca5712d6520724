package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The unmodifiable and synchronized wrappers of {@link Collections}, each a view of a
 * collection or map that is copied with it.
 */
final class JdkWrappers {

	/**
	 * Class that replaces collections of {@code List.of()} and the like.
	 */
	private static final String IMMUTABLE = "java.util.CollSer";

	private static final List<Object> SAMPLES = List.of(new ArrayList<>(), new LinkedList<>(), new LinkedHashSet<>(),
			new TreeSet<>(), new LinkedHashMap<>(), new TreeMap<>());

	private static final Map<Class<?>, NodePlan> PLANS = new HashMap<>();

	static {
		for (Method method : Collections.class.getMethods()) {
			if (method.getName().startsWith("unmodifiable") || method.getName().startsWith("synchronized")) {
				wrappersBy(method);
			}
		}
		PLANS.put(Collections.reverseOrder(String.CASE_INSENSITIVE_ORDER).getClass(),
				new ImmutablePlan<Comparator<?>>((reverse) -> new Object[] { reverse.reversed() },
						(parts) -> Collections.reverseOrder((Comparator<?>) parts[0]), ".reversed"));
	}

	private JdkWrappers() {
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		return PLANS.get(type);
	}

	private static void wrappersBy(Method method) {
		Class<?> wrapped = method.getParameterTypes()[0];
		MethodHandle wrap = handle(method);
		NodePlan plan = new ImmutablePlan<>((original) -> new @Nullable Object[] { wrapped(original, wrapped) },
				(parts) -> wrap(wrap, parts[0]), "");
		for (Object sample : SAMPLES) {
			if (wrapped.isInstance(sample)) {
				PLANS.put(wrap(wrap, sample).getClass(), plan);
			}
		}
	}

	private static MethodHandle handle(Method method) {
		try {
			return SuperMethod.erase(MethodHandles.publicLookup().unreflect(method));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object wrap(MethodHandle wrap, @Nullable Object wrapped) {
		try {
			return (Object) wrap.invokeExact(wrapped);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private static Object wrapped(Object wrapper, Class<?> type) {
		Object wrapped = WrappedObject.of(wrapper);
		if (type.isInstance(wrapped)) {
			return wrapped;
		}
		// what is wrapped hides behind its replacement for serialization
		boolean immutable = wrapped != null && IMMUTABLE.equals(wrapped.getClass().getName());
		return immutable ? immutableContent(wrapper) : content(wrapper);
	}

	private static Object immutableContent(Object wrapper) {
		if (wrapper instanceof Map<?, ?> map) {
			return Map.copyOf(map);
		}
		return (wrapper instanceof Set<?> set) ? Set.copyOf(set) : ((Collection<?>) wrapper).stream().toList();
	}

	@SuppressWarnings("unchecked")
	private static Object content(Object wrapper) {
		if (wrapper instanceof SortedMap<?, ?> map) {
			return new TreeMap<>(map);
		}
		if (wrapper instanceof Map<?, ?> map) {
			return new LinkedHashMap<>(map);
		}
		if (wrapper instanceof SortedSet<?> set) {
			return new TreeSet<>((SortedSet<Object>) set);
		}
		return (wrapper instanceof Set<?> set) ? new LinkedHashSet<>(set) : new ArrayList<>((Collection<?>) wrapper);
	}

}

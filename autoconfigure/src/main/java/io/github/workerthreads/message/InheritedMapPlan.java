package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Plan of maps whose class extends one of the JDK.
 */
final class InheritedMapPlan extends MapPlan {

	private final MethodHandle entrySet;

	private final MethodHandle keySet;

	private final MethodHandle values;

	private final MethodHandle put;

	private final MethodHandle clear;

	InheritedMapPlan(Class<?> type, Blueprint blueprint, boolean clones, Class<?> keyType, BackEnd backEnd) {
		super(type, blueprint, clones, backEnd);
		this.entrySet = SuperMethod.find(type, "entrySet");
		this.keySet = SuperMethod.find(type, "keySet");
		this.values = SuperMethod.find(type, "values");
		this.put = SuperMethod.find(type, "put", keyType, Object.class);
		this.clear = SuperMethod.find(type, "clear");
	}

	@Override
	@SuppressWarnings("unchecked")
	Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries(Object map) {
		try {
			return ((Set<Map.Entry<@Nullable Object, @Nullable Object>>) (Object) this.entrySet.invokeExact(map))
				.iterator();
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	@Override
	void forEach(Object map, BiConsumer<@Nullable Object, @Nullable Object> action) {
		Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries = entries(map);
		while (entries.hasNext()) {
			Map.Entry<@Nullable Object, @Nullable Object> entry = entries.next();
			action.accept(entry.getKey(), entry.getValue());
		}
	}

	@Override
	Object[] views(Object map) {
		try {
			return new Object[] { (Object) this.keySet.invokeExact(map), (Object) this.values.invokeExact(map),
					(Object) this.entrySet.invokeExact(map) };
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	@Override
	void put(Object map, @Nullable Object key, @Nullable Object value) {
		try {
			Object unused = (Object) this.put.invokeExact(map, key, value);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	@Override
	void clear(Object map) {
		try {
			this.clear.invokeExact(map);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

}

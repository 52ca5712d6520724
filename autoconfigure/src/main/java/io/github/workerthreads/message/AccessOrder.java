package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds out whether linked maps of one class are in the order of access, which they tell
 * only by what an access does: to a clone of the map. Thread-safe.
 */
final class AccessOrder {

	private final MethodHandle clone;

	private final MethodHandle get;

	private final MethodHandle put;

	private final MethodHandle entrySet;

	AccessOrder(Class<?> type) {
		this.clone = method(type, "clone");
		this.get = method(type, "get", Object.class);
		this.put = method(type, "put", Object.class, Object.class);
		this.entrySet = method(type, "entrySet");
	}

	private static MethodHandle method(Class<?> type, String name, Class<?>... parameterTypes) {
		return JdkTypes.isJdk(type) ? SuperMethod.own(LinkedHashMap.class, name, parameterTypes)
				: SuperMethod.find(type, name, parameterTypes);
	}

	Boolean of(Object map) {
		try {
			Object clone = (Object) this.clone.invokeExact(map);
			for (int number = 0; size(clone) < 2 && number < 2; number++) {
				Object key = new Object();
				Object unused = (Object) this.put.invokeExact(clone, key, (Object) null);
			}
			Object eldest = eldest(clone);
			Object unused = (Object) this.get.invokeExact(clone, eldest);
			return size(clone) > 1 && eldest(clone) != eldest;
		}
		catch (RuntimeException ex) {
			throw new UncloneableException(
					"it does not tell whether it is in the order of access: its methods fail with " + ex);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	private static int size(Object map) {
		return ((Map<?, ?>) map).size();
	}

	private @Nullable Object eldest(Object map) throws Throwable {
		Iterator<?> entries = ((Set<?>) (Object) this.entrySet.invokeExact(map)).iterator();
		return entries.hasNext() ? ((Map.Entry<?, ?>) entries.next()).getKey() : null;
	}

}

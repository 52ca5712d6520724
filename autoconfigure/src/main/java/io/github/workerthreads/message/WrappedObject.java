package io.github.workerthreads.message;

import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;

import org.jspecify.annotations.Nullable;

/**
 * Finds what wrappers of {@link Collections} of one class wrap, whose fields are closed
 * to us. The JDK shows them to libraries that serialize; nothing is serialized here.
 * Thread-safe.
 */
final class WrappedObject {

	/**
	 * Shows the fields of an object to a stream; {@code null} on JDKs that offer no such
	 * handle.
	 */
	private final @Nullable MethodHandle showFields;

	/**
	 * Create a finder.
	 * @param type the class of the wrappers
	 */
	WrappedObject(Class<?> type) {
		Class<?> declaring = type;
		Class<?> superclass = type.getSuperclass();
		while (superclass != null && superclass.getEnclosingClass() == Collections.class) {
			declaring = superclass;
			superclass = superclass.getSuperclass();
		}
		this.showFields = showFields(declaring);
	}

	private static @Nullable MethodHandle showFields(Class<?> declaring) {
		try {
			Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
			MethodHandles.Lookup lookup = MethodHandles.publicLookup();
			Object factory = lookup.findStatic(type, "getReflectionFactory", MethodType.methodType(type)).invoke();
			MethodHandle handle = (MethodHandle) lookup
				.findVirtual(type, "defaultWriteObjectForSerialization",
						MethodType.methodType(MethodHandle.class, Class.class))
				.invoke(factory, declaring);
			return handle.asType(MethodType.methodType(void.class, Object.class, ObjectOutputStream.class));
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	/**
	 * Find what a wrapper wraps.
	 * @param wrapper the wrapper
	 * @return the wrapped object, or on older JDKs what replaces it when it is serialized
	 */
	@Nullable Object of(Object wrapper) {
		try {
			if (this.showFields == null) {
				return ShownObject.in(wrapper);
			}
			ShownFields fields = new ShownFields();
			this.showFields.invokeExact(wrapper, (ObjectOutputStream) fields);
			return fields.wrapped();
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

}

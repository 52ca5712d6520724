package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Creates instances of one class by running a constructor of a JDK superclass only, as
 * Java serialization does. Thread-safe.
 */
final class Instantiator {

	private static final MethodHandle FACTORY = factory();

	private final Constructor<?> constructor;

	/**
	 * Create an instantiator.
	 * @param type the class of the instances
	 * @param superclass the superclass to run the constructor of, or the class itself
	 * @param parameterTypes the parameter types of that constructor
	 */
	Instantiator(Class<?> type, Class<?> superclass, Class<?>... parameterTypes) {
		try {
			Constructor<?> constructor = superclass.getDeclaredConstructor(parameterTypes);
			this.constructor = (Constructor<?>) FACTORY.invokeExact((Class<?>) type, (Constructor<?>) constructor);
		}
		catch (Throwable ex) {
			throw new IllegalStateException("Cannot create instances of " + type.getName(), ex);
		}
	}

	/**
	 * Return what creates instances.
	 * @return the constructor, which must not be changed
	 */
	Constructor<?> constructor() {
		return this.constructor;
	}

	Object create(@Nullable Object[] arguments) {
		try {
			return this.constructor.newInstance(arguments);
		}
		catch (InvocationTargetException ex) {
			throw SuperMethod.rethrow(Objects.requireNonNull(ex.getTargetException()));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MethodHandle factory() {
		// found by name, since the compiler warns of it otherwise
		try {
			Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
			MethodHandles.Lookup lookup = MethodHandles.publicLookup();
			Object factory = lookup.findStatic(type, "getReflectionFactory", MethodType.methodType(type)).invoke();
			return lookup.bind(factory, "newConstructorForSerialization",
					MethodType.methodType(Constructor.class, Class.class, Constructor.class));
		}
		catch (Throwable ex) {
			throw new IllegalStateException("Structured clone needs the module jdk.unsupported", ex);
		}
	}

}

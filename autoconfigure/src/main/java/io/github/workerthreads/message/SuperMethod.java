package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/**
 * Finds methods as a class of the JDK implements them, whatever a subclass makes of them.
 * What a subclass overrides may have side effects, which taking apart and rebuilding must
 * not have.
 */
final class SuperMethod {

	private SuperMethod() {
	}

	/**
	 * Find a method of the nearest superclass that is a class of the JDK.
	 * @param type the subclass
	 * @param name the name of the method
	 * @param parameterTypes its parameter types
	 * @return a handle that takes and returns objects
	 */
	static MethodHandle find(Class<?> type, String name, Class<?>... parameterTypes) {
		Class<?> superclass = JdkTypes.jdkSuperclass(type);
		Class<?> subclass = type;
		while (subclass.getSuperclass() != superclass) {
			subclass = Objects.requireNonNull(subclass.getSuperclass());
		}
		try {
			// the return type must be the narrowest, or a bridge would be found, which
			// calls what is overridden
			Class<?> returnType = superclass.getMethod(name, parameterTypes).getReturnType();
			return erase(InstanceFields.privateLookup(subclass)
				.findSpecial(superclass, name, MethodType.methodType(returnType, parameterTypes), subclass));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Find a public method of a class of the JDK.
	 * @param type the class
	 * @param name the name of the method
	 * @param parameterTypes its parameter types
	 * @return a handle that takes and returns objects
	 */
	static MethodHandle own(Class<?> type, String name, Class<?>... parameterTypes) {
		try {
			return erase(MethodHandles.publicLookup().unreflect(type.getMethod(name, parameterTypes)));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Adapt a handle to take and return objects only.
	 * @param method the handle
	 * @return the adapted handle
	 */
	static MethodHandle erase(MethodHandle method) {
		MethodType type = method.type().generic();
		return method.asType((method.type().returnType() == void.class) ? type.changeReturnType(void.class) : type);
	}

	/**
	 * Turn what a method handle threw into what may be thrown.
	 * @param failure the failure
	 * @return nothing if it is an error
	 */
	static RuntimeException rethrow(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException exception) ? exception : new IllegalStateException(failure);
	}

}

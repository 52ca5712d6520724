package io.github.workerthreads.runtime.child;

import java.util.Map;

/**
 * Classes by their names, those of primitive types included.
 */
final class ParameterTypes {

	private static final Map<String, Class<?>> PRIMITIVES = Map.of("boolean", boolean.class, "byte", byte.class, "char",
			char.class, "short", short.class, "int", int.class, "long", long.class, "float", float.class, "double",
			double.class);

	private ParameterTypes() {
	}

	/**
	 * Find a class.
	 * @param name its name, as {@link Class#getName} returns it
	 * @param classLoader has the class
	 * @return the class
	 * @throws ClassNotFoundException if there is none
	 */
	static Class<?> find(String name, ClassLoader classLoader) throws ClassNotFoundException {
		Class<?> primitive = PRIMITIVES.get(name);
		return (primitive != null) ? primitive : Class.forName(name, false, classLoader);
	}

}

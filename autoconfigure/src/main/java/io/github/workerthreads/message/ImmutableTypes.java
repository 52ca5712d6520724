package io.github.workerthreads.message;

import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Tells types all of whose values are deeply immutable, whatever they hold. Sharing such
 * a value can't be told from copying it.
 */
final class ImmutableTypes {

	private ImmutableTypes() {
	}

	/**
	 * Return whether all values of a type are deeply immutable.
	 * @param type the declared type of a field, a component or an array's elements
	 * @return whether all its values may be shared
	 */
	static boolean contains(Class<?> type) {
		return contains(type, new HashSet<>());
	}

	/**
	 * Return whether the direct instances of a class are deeply immutable.
	 * @param type the class of a value
	 * @return whether its direct instances may be shared
	 */
	static boolean sharesInstances(Class<?> type) {
		return sharesInstances(type, new HashSet<>());
	}

	private static boolean contains(Class<?> type, Set<Class<?>> visited) {
		// a type that is met again while it is being looked at adds nothing that may
		// change
		if (type.isPrimitive() || type.isEnum() || !visited.add(type)) {
			return true;
		}
		if (type.isSealed()) {
			for (Class<?> permitted : Objects.requireNonNull(type.getPermittedSubclasses())) {
				if (!contains(permitted, visited)) {
					return false;
				}
			}
			return Modifier.isAbstract(type.getModifiers()) || sharesInstances(type, visited);
		}
		return Modifier.isFinal(type.getModifiers()) && sharesInstances(type, visited);
	}

	private static boolean sharesInstances(Class<?> type, Set<Class<?>> visited) {
		if (type.isArray() || type.isInterface()) {
			return false;
		}
		if (TypeCloners.isShareable(type)) {
			return true;
		}
		if (JdkTypes.isJdk(type)) {
			return SharedJdkTypes.contains(type);
		}
		if (Refusals.reason(type) != null || !hasSuitableSuperclass(type)) {
			return false;
		}
		try {
			return InstanceFields.declared(type)
				.stream()
				.allMatch((field) -> Modifier.isFinal(field.getModifiers()) && contains(field.getType(), visited));
		}
		catch (LinkageError ex) {
			return false; // a class that is missing on the class path
		}
	}

	private static boolean hasSuitableSuperclass(Class<?> type) {
		Class<?> superclass = JdkTypes.jdkSuperclass(type);
		return superclass == Object.class || superclass == Record.class;
	}

}

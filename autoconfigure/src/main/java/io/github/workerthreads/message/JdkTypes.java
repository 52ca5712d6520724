package io.github.workerthreads.message;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What can be told of a class by where it comes from.
 */
final class JdkTypes {

	private static final @Nullable ClassLoader OWN_LOADER = JdkTypes.class.getClassLoader();

	private JdkTypes() {
	}

	/**
	 * Return whether a class is one of the JDK, whose fields are closed to us.
	 * @param type the class
	 * @return whether it is a class of the JDK
	 */
	static boolean isJdk(Class<?> type) {
		String module = type.getModule().getName();
		return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
	}

	/**
	 * Return the nearest superclass that is a class of the JDK.
	 * @param type a class that is not
	 * @return the superclass
	 */
	static Class<?> jdkSuperclass(Class<?> type) {
		Class<?> superclass = type;
		while (!isJdk(superclass)) {
			superclass = Objects.requireNonNull(superclass.getSuperclass());
		}
		return superclass;
	}

	/**
	 * Return whether a class lives at least as long as this library.
	 * @param type the class
	 * @return whether its loader is this library's or a parent of that
	 */
	static boolean outlives(Class<?> type) {
		if (type.isHidden()) {
			return false;
		}
		ClassLoader loader = type.getClassLoader();
		if (loader == null) {
			return true;
		}
		for (ClassLoader own = OWN_LOADER; own != null; own = own.getParent()) {
			if (own == loader) {
				return true;
			}
		}
		return false;
	}

}

package io.github.workerthreads.runtime.classloader;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which classes each worker has of its own. Immutable.
 */
final class IsolatedClasses {

	private final ClassLoader parent;

	private final List<String> names;

	private final WovenClasses woven;

	/**
	 * Choose classes.
	 * @param parent finds the classes
	 * @param names the names of packages, whose subpackages belong to them, and of
	 * classes, whose nested classes belong to them
	 */
	IsolatedClasses(ClassLoader parent, Collection<String> names) {
		this.parent = parent;
		this.names = List.copyOf(names);
		this.woven = WovenClasses.of(parent);
	}

	List<String> names() {
		return this.names;
	}

	/**
	 * Find a class that each worker has of its own.
	 * @param name the name of the class
	 * @return its bytes, or {@code null} if it is not one of them
	 * @throws ClassNotFoundException if there is no such class or it can't be woven
	 */
	@Nullable WovenClass find(String name) throws ClassNotFoundException {
		if (!isNamed(name) && !WovenClasses.isPoint(name)) {
			return null;
		}
		WovenClass found = this.woven.find(name, this.parent);
		return (found.isShared()) ? null : found;
	}

	private boolean isNamed(String name) {
		for (String prefix : this.names) {
			if (name.startsWith(prefix) && (name.length() == prefix.length() || name.charAt(prefix.length()) == '.'
					|| name.charAt(prefix.length()) == '$')) {
				return true;
			}
		}
		return false;
	}

}

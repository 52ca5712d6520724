package io.github.workerthreads.runtime.classloader;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.termination.LoaderPoint;
import io.github.workerthreads.termination.PointStyle;
import io.github.workerthreads.termination.TerminationWeaver;

/**
 * The classes that each worker has of its own: which they are, and their woven bytes,
 * which are made once for all workers. Thread-safe.
 */
final class IsolatedClasses {

	private static final String LIBRARY = "io.github.workerthreads.";

	private static final String POINT = LoaderPoint.class.getName();

	private final ClassLoader parent;

	private final List<String> names;

	private final TerminationWeaver weaver = new TerminationWeaver(PointStyle.ofThisJvm());

	private final Map<String, WovenClass> woven = new ConcurrentHashMap<>();

	// Where this library is, whose classes are everybody's
	private final @Nullable String library = locationOf(IsolatedClasses.class.getName(),
			IsolatedClasses.class.getClassLoader());

	/**
	 * Choose classes.
	 * @param parent finds the classes
	 * @param names the names of packages, whose subpackages belong to them, and of
	 * classes, whose nested classes belong to them
	 */
	IsolatedClasses(ClassLoader parent, Collection<String> names) {
		this.parent = parent;
		this.names = List.copyOf(names);
	}

	/**
	 * Find a class that each worker has of its own.
	 * @param name the name of the class
	 * @return its bytes, or {@code null} if it is not one of them
	 * @throws ClassNotFoundException if there is no such class or it can't be woven
	 */
	@Nullable WovenClass find(String name) throws ClassNotFoundException {
		if (!isNamed(name) && !name.equals(POINT)) {
			return null;
		}
		WovenClass known = this.woven.get(name);
		if (known == null) {
			known = weave(name);
			this.woven.put(name, known);
		}
		return (known.isShared()) ? null : known;
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

	private WovenClass weave(String name) throws ClassNotFoundException {
		URL resource = this.parent.getResource(resourceName(name));
		if (resource == null) {
			throw new ClassNotFoundException(name);
		}
		String location = locationOf(name, resource);
		boolean isPoint = name.equals(POINT);
		if (!isPoint && name.startsWith(LIBRARY) && location.equals(this.library)) {
			return WovenClass.SHARED;
		}
		try (InputStream stream = resource.openStream()) {
			byte[] bytes = stream.readAllBytes();
			return new WovenClass((isPoint) ? bytes : this.weaver.weave(bytes), location);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new ClassNotFoundException("%s cannot be loaded for a worker: %s".formatted(name, ex), ex);
		}
	}

	private static String resourceName(String className) {
		return className.replace('.', '/') + ".class";
	}

	private static @Nullable String locationOf(String name, @Nullable ClassLoader loader) {
		URL resource = (loader != null) ? loader.getResource(resourceName(name)) : null;
		return (resource != null) ? locationOf(name, resource) : null;
	}

	private static String locationOf(String name, URL resource) {
		String text = resource.toString();
		String path = resourceName(name);
		return (text.endsWith(path)) ? text.substring(0, text.length() - path.length()) : text;
	}

	/**
	 * Bytes of a class with termination points.
	 *
	 * @param bytes the class file
	 * @param location where it was found, as the beginning of its URL
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
	record WovenClass(byte[] bytes, String location) {

		static final WovenClass SHARED = new WovenClass(new byte[0], "");

		boolean isShared() {
			return this.bytes.length == 0;
		}

	}

}

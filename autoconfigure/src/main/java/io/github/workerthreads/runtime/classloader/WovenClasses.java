package io.github.workerthreads.runtime.classloader;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.termination.LoaderPoint;
import io.github.workerthreads.termination.PointStyle;
import io.github.workerthreads.termination.TerminationWeaver;

/**
 * Classes of one class loader with termination points, each woven once for all workers.
 * Kept as long as the class loader is, which it does not hold on to. Thread-safe.
 */
final class WovenClasses {

	private static final String LIBRARY = "io.github.workerthreads.";

	private static final String POINT = LoaderPoint.class.getName();

	// Guarded by itself
	private static final Map<ClassLoader, WovenClasses> BY_LOADER = new WeakHashMap<>();

	// Where this library is, whose classes are everybody's
	private static final @Nullable String LOCATION_OF_LIBRARY = locationOf(WovenClasses.class.getName(),
			WovenClasses.class.getClassLoader());

	private final TerminationWeaver weaver = new TerminationWeaver(PointStyle.ofThisJvm());

	private final Map<String, WovenClass> classes = new ConcurrentHashMap<>();

	private WovenClasses() {
	}

	/**
	 * Return the classes of a class loader.
	 * @param classLoader finds the classes
	 * @return the same at each call
	 */
	static WovenClasses of(ClassLoader classLoader) {
		synchronized (BY_LOADER) {
			return BY_LOADER.computeIfAbsent(classLoader, (loader) -> new WovenClasses());
		}
	}

	/**
	 * Return whether a class is that of the points themselves, of which each worker has
	 * its own.
	 * @param name the name of the class
	 * @return whether it is
	 */
	static boolean isPoint(String name) {
		return name.equals(POINT);
	}

	/**
	 * Find a class.
	 * @param name the name of the class
	 * @param classLoader the class loader that these are the classes of
	 * @return its bytes, or {@link WovenClass#SHARED}
	 * @throws ClassNotFoundException if there is no such class or it can't be woven
	 */
	WovenClass find(String name, ClassLoader classLoader) throws ClassNotFoundException {
		WovenClass known = this.classes.get(name);
		if (known == null) {
			known = weave(name, classLoader);
			this.classes.put(name, known);
		}
		return known;
	}

	private WovenClass weave(String name, ClassLoader classLoader) throws ClassNotFoundException {
		URL resource = classLoader.getResource(resourceName(name));
		if (resource == null) {
			throw new ClassNotFoundException(name);
		}
		String location = locationOf(name, resource);
		if (!isPoint(name) && name.startsWith(LIBRARY) && location.equals(LOCATION_OF_LIBRARY)) {
			return WovenClass.SHARED;
		}
		try (InputStream stream = resource.openStream()) {
			byte[] bytes = stream.readAllBytes();
			return new WovenClass((isPoint(name)) ? bytes : this.weaver.weave(bytes), location);
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

}

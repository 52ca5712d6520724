package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The jar of this library on a class path. A child finds its own classes in it first and
 * need not open all jars before it, one by one, for each of which it would take up to a
 * millisecond.
 */
final class LibraryJar {

	// Of a file, or of one inside of an executable jar
	private static final Pattern FILE_NAME = Pattern.compile("([^/]+\\.jar)(?:!?/)?$");

	private static final List<String> CONTENT = List.of("META-INF/", "io/github/workerthreads/");

	private LibraryJar() {
	}

	/**
	 * Put the jar at the beginning of a class path. Nothing else changes by that, since
	 * it has no other classes than those of the library: one that has, as when an
	 * application is packaged as a whole, stays where it is.
	 * @param classPath the entries
	 * @return the entries, with the jar as the first if it is on that class path
	 * @throws IOException if the jar cannot be read
	 */
	static List<Path> first(List<Path> classPath) throws IOException {
		CodeSource source = LibraryJar.class.getProtectionDomain().getCodeSource();
		URL location = (source != null) ? source.getLocation() : null;
		// What that loader has is on the class path, be it only by a manifest
		boolean own = LibraryJar.class.getClassLoader() == ClassLoader.getSystemClassLoader();
		return (location != null) ? first(location, own, classPath) : classPath;
	}

	static List<Path> first(URL location, boolean own, List<Path> classPath) throws IOException {
		Path jar = (own) ? Path.of(URI.create(location.toString())) : named(fileName(location.getPath()), classPath);
		if (jar == null || !Files.isRegularFile(jar) || !hasNothingElse(jar)) {
			return classPath;
		}
		List<Path> reordered = new ArrayList<>(List.of(jar));
		classPath.stream().filter((entry) -> !entry.equals(jar)).forEach(reordered::add);
		return reordered;
	}

	private static @Nullable Path named(@Nullable String name, List<Path> classPath) {
		return classPath.stream().filter((entry) -> name != null && entry.endsWith(name)).findFirst().orElse(null);
	}

	/**
	 * Return the name of the jar that a location is in.
	 * @param location the path of a URL of classes
	 * @return the name of the innermost jar, or {@code null} if they are in a directory
	 */
	static @Nullable String fileName(String location) {
		Matcher matcher = FILE_NAME.matcher(location);
		return matcher.find() ? matcher.group(1) : null;
	}

	private static boolean hasNothingElse(Path file) throws IOException {
		try (JarFile jar = new JarFile(file.toFile(), false)) {
			return jar.stream()
				.allMatch((entry) -> CONTENT.stream()
					.anyMatch((ours) -> entry.getName().startsWith(ours) || ours.startsWith(entry.getName())));
		}
	}

}

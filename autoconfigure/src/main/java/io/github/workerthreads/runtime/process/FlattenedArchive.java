package io.github.workerthreads.runtime.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

import org.jspecify.annotations.Nullable;

/**
 * Executable jar or war of Spring Boot, whose libraries are inside it. They are laid out
 * one by one, since the JVM of a child reads no jars in jars.
 */
final class FlattenedArchive {

	private static final String CLASSES_JAR = "classes.jar";

	private final Path archive;

	private final String classes;

	private final List<String> libraries;

	private final @Nullable String index;

	private FlattenedArchive(Path archive, String classes, List<String> libraries, @Nullable String index) {
		this.archive = archive;
		this.classes = classes;
		this.libraries = libraries;
		this.index = index;
	}

	/**
	 * Look whether a file is such an archive.
	 * @param file the file
	 * @return the archive, or {@code null} if it is none
	 * @throws IOException if the file cannot be read
	 */
	static @Nullable FlattenedArchive of(Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			return null;
		}
		try (JarFile jar = new JarFile(file.toFile())) {
			if (jar.getEntry("BOOT-INF/classes/") != null || jar.getEntry("BOOT-INF/lib/") != null) {
				return new FlattenedArchive(file, "BOOT-INF/classes/", List.of("BOOT-INF/lib/"),
						"BOOT-INF/classpath.idx");
			}
			if (jar.getEntry("WEB-INF/classes/") != null && jar.getEntry("org/springframework/boot/loader/") != null) {
				return new FlattenedArchive(file, "WEB-INF/classes/", List.of("WEB-INF/lib/", "WEB-INF/lib-provided/"),
						"WEB-INF/classpath.idx");
			}
			return null;
		}
	}

	/**
	 * Lay out the archive, unless that was done before.
	 * @param cache where to
	 * @return the class path
	 * @throws IOException if it cannot be read or written
	 */
	List<Path> layOut(PrivateCache cache) throws IOException {
		String key = cache.keyOf(List.of(this.archive));
		Path directory = cache.directory("classes-" + key, this::layOut);
		try (JarFile jar = new JarFile(this.archive.toFile())) {
			List<Path> classPath = new ArrayList<>();
			classPath.add(directory.resolve(CLASSES_JAR));
			for (String library : libraries(jar)) {
				classPath.add(directory.resolve(fileName(library)));
			}
			return classPath;
		}
	}

	private void layOut(Path directory) throws IOException {
		try (JarFile jar = new JarFile(this.archive.toFile())) {
			try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(directory.resolve(CLASSES_JAR)))) {
				output.setLevel(1);
				copyClasses(jar, output);
			}
			for (String library : libraries(jar)) {
				try (OutputStream output = Files.newOutputStream(directory.resolve(fileName(library)))) {
					copy(jar, Objects.requireNonNull(jar.getEntry(library)), output);
				}
			}
		}
	}

	// Directories too: without them no class is found by scanning
	private void copyClasses(JarFile jar, JarOutputStream output) throws IOException {
		Enumeration<JarEntry> entries = jar.entries();
		while (entries.hasMoreElements()) {
			JarEntry entry = entries.nextElement();
			String name = entry.getName();
			if (name.startsWith(this.classes) && name.length() > this.classes.length()) {
				output.putNextEntry(new ZipEntry(name.substring(this.classes.length())));
				copy(jar, entry, output);
				output.closeEntry();
			}
		}
	}

	private static void copy(JarFile jar, ZipEntry entry, OutputStream output) throws IOException {
		try (InputStream input = Objects.requireNonNull(jar.getInputStream(entry))) {
			input.transferTo(output);
		}
	}

	// In the order of the index, as Spring Boot's loader has them
	private Set<String> libraries(JarFile jar) throws IOException {
		Set<String> names = new LinkedHashSet<>();
		ZipEntry indexEntry = (this.index != null) ? jar.getEntry(this.index) : null;
		if (indexEntry != null) {
			try (BufferedReader reader = new BufferedReader(new InputStreamReader(
					Objects.requireNonNull(jar.getInputStream(indexEntry)), StandardCharsets.UTF_8))) {
				reader.lines()
					.filter((line) -> line.startsWith("- \"") && line.endsWith("\""))
					.map((line) -> line.substring(3, line.length() - 1))
					.filter((name) -> jar.getEntry(name) != null)
					.forEach(names::add);
			}
		}
		jar.stream().map(JarEntry::getName).filter(this::isLibrary).forEach(names::add);
		return names;
	}

	private boolean isLibrary(String name) {
		return name.endsWith(".jar") && this.libraries.stream()
			.anyMatch((library) -> name.startsWith(library) && name.indexOf('/', library.length()) < 0);
	}

	private static String fileName(String entry) {
		return entry.substring(entry.lastIndexOf('/') + 1);
	}

}

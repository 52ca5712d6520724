package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

/**
 * What the manifests of jars add to a class path.
 *
 * @see <a href=
 * "https://docs.oracle.com/en/java/javase/17/docs/specs/jar/jar.html#class-path-attribute">JAR
 * File Specification: Class-Path Attribute</a>
 */
final class ManifestClassPath {

	private static final String FILE = "file";

	private ManifestClassPath() {
	}

	/**
	 * Return the existing files and directories of a class path.
	 * @param classPath its entries
	 * @return these and those that manifests name, without those that are not there
	 * @throws IOException if a jar cannot be read
	 */
	static List<Path> expand(Collection<Path> classPath) throws IOException {
		Set<Path> found = new LinkedHashSet<>();
		for (Path entry : classPath) {
			expand(entry, found);
		}
		return List.copyOf(found);
	}

	private static void expand(Path entry, Set<Path> found) throws IOException {
		if (!Files.exists(entry) || !found.add(entry) || !Files.isRegularFile(entry)) {
			return;
		}
		for (String relative : named(entry)) {
			Path other = resolve(entry, relative);
			if (other != null) {
				expand(other, found);
			}
		}
	}

	private static List<String> named(Path jar) throws IOException {
		try (JarFile file = new JarFile(jar.toFile(), false)) {
			Manifest manifest = file.getManifest();
			String classPath = (manifest != null) ? manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH)
					: null;
			return List.of(Objects.requireNonNullElse(classPath, "").trim().split(" +"));
		}
	}

	private static @Nullable Path resolve(Path jar, String relative) {
		try {
			URI uri = jar.toUri().resolve(new URI(relative));
			return (FILE.equals(uri.getScheme()) && !relative.isEmpty()) ? Path.of(uri).normalize() : null;
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			// Class loaders ignore it too
			return null;
		}
	}

}

package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The class path of child processes: that of this one, with the libraries of an
 * executable jar or war laid out, and the library's own jar first. Thread-safe.
 */
final class ChildClassPath {

	private final PrivateCache cache;

	// Guarded by this
	private @Nullable Located located;

	ChildClassPath(PrivateCache cache) {
		this.cache = cache;
	}

	/**
	 * Return the entries.
	 * @return the entries, all absolute
	 * @throws IOException if they cannot be laid out
	 */
	List<Path> entries() throws IOException {
		return located().entries();
	}

	/**
	 * Return the existing files and directories that the entries stand for.
	 * @return the entries, and what their manifests name
	 * @throws IOException if they cannot be laid out or read
	 */
	List<Path> files() throws IOException {
		Located known = located();
		return (known.files() != null) ? known.files() : ManifestClassPath.expand(known.entries());
	}

	private synchronized Located located() throws IOException {
		Located known = this.located;
		if (known == null) {
			known = locate();
			this.located = known;
		}
		return known;
	}

	private Located locate() throws IOException {
		List<Path> started = ThisJvm.classPath();
		FlattenedArchive archive = (started.size() == 1) ? FlattenedArchive.of(started.get(0)) : null;
		List<Path> entries = (archive != null) ? archive.layOut(this.cache) : started;
		try {
			List<Path> files = ManifestClassPath.expand(entries);
			return new Located(LibraryJar.first(entries, files), files);
		}
		catch (IOException ex) {
			// The JVM of a child passes over a jar that it cannot read
			return new Located(entries, null);
		}
	}

	private record Located(List<Path> entries, @Nullable List<Path> files) {
	}

}

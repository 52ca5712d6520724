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
	private @Nullable List<Path> entries;

	// Guarded by this
	private @Nullable List<Path> files;

	ChildClassPath(PrivateCache cache) {
		this.cache = cache;
	}

	/**
	 * Return the entries.
	 * @return the entries, all absolute
	 * @throws IOException if they cannot be laid out
	 */
	synchronized List<Path> entries() throws IOException {
		List<Path> known = this.entries;
		if (known == null) {
			known = find();
			this.entries = known;
		}
		return known;
	}

	/**
	 * Return the existing files and directories that the entries stand for.
	 * @return the entries, and what their manifests name
	 * @throws IOException if they cannot be laid out or read
	 */
	synchronized List<Path> files() throws IOException {
		List<Path> known = this.files;
		if (known == null) {
			known = ManifestClassPath.expand(entries());
			this.files = known;
		}
		return known;
	}

	private List<Path> find() throws IOException {
		List<Path> started = ThisJvm.classPath();
		FlattenedArchive archive = (started.size() == 1) ? FlattenedArchive.of(started.get(0)) : null;
		return LibraryJar.first((archive != null) ? archive.layOut(this.cache) : started);
	}

}

package io.github.workerthreads.runtime.process;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Archive of the classes of one kind of children.
 *
 * @param name its name in the cache, empty if there can be none
 * @param directory where it is, or {@code null} if it was not made yet
 * @param aotCache whether it is a cache of ahead-of-time work, not a class-data archive
 */
record ClassArchive(String name, @Nullable Path directory, boolean aotCache) {

	/**
	 * No archive, for ever.
	 */
	static final ClassArchive NONE = new ClassArchive("", null, false);

	private static final String FILE = "classes";

	boolean canBeMade() {
		return !this.name.isEmpty() && this.directory == null;
	}

	/**
	 * Return the options of a JVM that uses the archive.
	 * @return the options, none if there is no archive
	 */
	List<String> options() {
		if (this.directory == null) {
			return List.of();
		}
		Path file = fileIn(this.directory);
		// What does not fit is not used, of which nobody needs to hear
		return (this.aotCache) ? List.of("-XX:AOTCache=" + file, "-Xlog:aot=off,cds=off")
				: List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off,cds+dynamic=off");
	}

	/**
	 * Return the options of a JVM that makes the archive.
	 * @param file where to
	 * @return the options
	 */
	List<String> optionsToMake(Path file) {
		return (this.aotCache) ? List.of("-XX:AOTCacheOutput=" + file, "-Xlog:aot=off,cds=off")
				: List.of("-XX:ArchiveClassesAtExit=" + file, "-Xlog:cds=off,cds+dynamic=off");
	}

	/**
	 * Return the file of the archive in a directory.
	 * @param directory the directory
	 * @return the file
	 */
	static Path fileIn(Path directory) {
		return directory.resolve(FILE);
	}

}

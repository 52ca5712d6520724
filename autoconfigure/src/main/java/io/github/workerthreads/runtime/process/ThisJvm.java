package io.github.workerthreads.runtime.process;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What the JVM of this process was started with.
 */
final class ThisJvm {

	private ThisJvm() {
	}

	static String property(String name) {
		return Objects.requireNonNull(System.getProperty(name), name);
	}

	static Path temporaryFiles() {
		return Path.of(property("java.io.tmpdir")).toAbsolutePath();
	}

	static List<Path> classPath() {
		return Arrays.stream(property("java.class.path").split(Pattern.quote(File.pathSeparator)))
			.filter((entry) -> !entry.isEmpty())
			.map((entry) -> Path.of(entry).toAbsolutePath().normalize())
			.toList();
	}

}

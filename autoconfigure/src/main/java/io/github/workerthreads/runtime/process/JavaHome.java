package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/**
 * JDK or JRE that runs children.
 *
 * @param directory its directory
 */
record JavaHome(Path directory) {

	Path command() {
		return this.directory.resolve("bin").resolve("java");
	}

	/**
	 * Return whether it runs this process too.
	 * @return whether children are of the same build
	 */
	boolean isOwn() {
		return this.directory.equals(Path.of(ThisJvm.property("java.home")));
	}

	/**
	 * Return the version of Java that it runs.
	 * @return the feature version, such as 17, or 0 if that is not known
	 */
	int version() {
		String version = Objects.requireNonNullElse(release().getProperty("JAVA_VERSION"), "").replace("\"", "");
		String feature = version.split("[^0-9]", 2)[0];
		return (feature.isEmpty()) ? 0 : Integer.parseInt(feature);
	}

	/**
	 * Return the file that names its build.
	 * @return the file, which need not exist
	 */
	Path releaseFile() {
		return this.directory.resolve("release");
	}

	private Properties release() {
		Properties release = new Properties();
		try (Reader reader = Files.newBufferedReader(releaseFile())) {
			release.load(reader);
		}
		catch (IOException ex) {
			// It is not known then
		}
		return release;
	}

}

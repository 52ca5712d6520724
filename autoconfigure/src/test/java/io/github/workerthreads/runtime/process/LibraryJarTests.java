package io.github.workerthreads.runtime.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of where the library's own jar comes on the class path of a child.
 */
class LibraryJarTests {

	private static final String[] OURS = { "META-INF/", "META-INF/MANIFEST.MF", "io/", "io/github/",
			"io/github/workerthreads/", "io/github/workerthreads/A.class" };

	@TempDir
	private Path folder;

	@Test
	void comesFirstAndTheOthersKeepTheirOrder() throws Exception {
		Path ours = jar("ours.jar", OURS);
		Path first = jar("first.jar", "com/First.class");
		Path second = jar("second.jar", "com/Second.class");
		assertThat(own(ours, first, ours, second)).containsExactly(ours, first, second);
	}

	@Test
	void ofAnExecutableJarIsFoundWhereItWasLaidOut() throws Exception {
		Path ours = jar("ours.jar", OURS);
		Path classes = jar("classes.jar", "com/App.class");
		assertThat(inside("app.jar!/ours.jar", classes, ours)).containsExactly(ours, classes);
	}

	@Test
	void thatOnlyAManifestNamesBecomesAnEntry() throws Exception {
		Path ours = jar("ours.jar", OURS);
		Path app = jar("app.jar", "com/App.class");
		assertThat(own(ours, app)).containsExactly(ours, app);
	}

	@Test
	void withClassesOfOthersStaysWhereItIs() throws Exception {
		Path whole = jar("whole.jar", "io/github/workerthreads/A.class", "com/App.class");
		Path patch = jar("patch.jar", "com/App.class");
		assertThat(own(whole, patch, whole)).containsExactly(patch, whole);
	}

	@Test
	void thatIsNotOnTheClassPathIsNotAdded() throws Exception {
		Path app = jar("app.jar", "com/App.class");
		jar("ours.jar", OURS);
		assertThat(inside("ours.jar", app)).containsExactly(app);
	}

	@Test
	void classesInADirectoryStayWhereTheyAre() throws Exception {
		Path app = jar("app.jar", "com/App.class");
		Path classes = Files.createDirectories(this.folder.resolve("classes"));
		assertThat(own(classes, app, classes)).containsExactly(app, classes);
	}

	@ParameterizedTest
	@CsvSource({ "/lib/ours.jar, ours.jar", "nested:/app.jar/!BOOT-INF/lib/ours.jar!/, ours.jar",
			"/with%20space/ours.jar, ours.jar", "/target/classes/, ", "/ours.jar/classes, " })
	void fileNameIsThatOfTheInnermostJar(String location, String name) {
		assertThat(LibraryJar.fileName(location)).isEqualTo(name);
	}

	// Of the class loader of the class path
	private static List<Path> own(Path location, Path... classPath) throws Exception {
		return LibraryJar.first(location.toUri().toURL(), true, List.of(classPath));
	}

	// Of another class loader
	private List<Path> inside(String location, Path... classPath) throws Exception {
		return LibraryJar.first(this.folder.resolve(location).toUri().toURL(), false, List.of(classPath));
	}

	private Path jar(String name, String... entries) throws Exception {
		Path file = this.folder.resolve(name);
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(file))) {
			for (String entry : entries) {
				output.putNextEntry(new ZipEntry(entry));
				output.closeEntry();
			}
		}
		return file;
	}

}

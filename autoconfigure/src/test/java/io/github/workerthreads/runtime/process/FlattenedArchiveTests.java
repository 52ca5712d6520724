package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of executable archives that are laid out, and of where to.
 */
class FlattenedArchiveTests {

	@TempDir
	private Path folder;

	@Test
	void librariesComeInTheOrderOfTheIndexAndDirectoriesStay() throws Exception {
		Map<String, String> entries = new LinkedHashMap<>();
		entries.put("BOOT-INF/classes/", "");
		entries.put("BOOT-INF/classes/com/", "");
		entries.put("BOOT-INF/classes/com/App.class", "app");
		entries.put("BOOT-INF/lib/", "");
		entries.put("BOOT-INF/lib/a.jar", "a");
		entries.put("BOOT-INF/lib/b.jar", "b");
		entries.put("BOOT-INF/lib/not-in-index.jar", "c");
		entries.put("BOOT-INF/classpath.idx",
				"- \"BOOT-INF/lib/b.jar\"\n- \"BOOT-INF/lib/gone.jar\"\n- \"BOOT-INF/lib/a.jar\"\n");
		Path jar = archive("app.jar", entries);
		PrivateCache cache = new PrivateCache(this.folder.resolve("cache"));
		List<Path> classPath = FlattenedArchive.of(jar).layOut(cache);
		assertThat(classPath.stream().map((path) -> path.getFileName().toString())).containsExactly("classes.jar",
				"b.jar", "a.jar", "not-in-index.jar");
		assertThat(classPath.get(1)).hasContent("b");
		try (JarFile classes = new JarFile(classPath.get(0).toFile())) {
			assertThat(classes.stream().map(ZipEntry::getName)).containsExactly("com/", "com/App.class");
		}
		assertThat(FlattenedArchive.of(jar).layOut(cache)).isEqualTo(classPath);
		assertThat(children(this.folder.resolve("cache"))).hasSize(1);
	}

	@Test
	void webArchiveHasItsProvidedLibraries() throws Exception {
		Path war = archive("app.war", Map.of("WEB-INF/classes/", "", "WEB-INF/lib/a.jar", "a",
				"WEB-INF/lib-provided/server.jar", "s", "org/springframework/boot/loader/", ""));
		assertThat(FlattenedArchive.of(war).layOut(new PrivateCache(this.folder.resolve("cache"))))
			.extracting((path) -> path.getFileName().toString())
			.containsExactlyInAnyOrder("classes.jar", "a.jar", "server.jar");
	}

	@Test
	void otherFilesAreNoExecutableArchives() throws Exception {
		assertThat(FlattenedArchive.of(archive("plain.jar", Map.of("com/App.class", "app")))).isNull();
		assertThat(FlattenedArchive.of(this.folder)).isNull();
		assertThat(FlattenedArchive.of(this.folder.resolve("missing.jar"))).isNull();
	}

	@Test
	void changedArchiveIsLaidOutAnew() throws Exception {
		PrivateCache cache = new PrivateCache(this.folder.resolve("cache"));
		Path jar = archive("app.jar", Map.of("BOOT-INF/classes/", "", "BOOT-INF/lib/a.jar", "old"));
		FlattenedArchive.of(jar).layOut(cache);
		archive("app.jar", Map.of("BOOT-INF/classes/", "", "BOOT-INF/lib/a.jar", "newer"));
		assertThat(FlattenedArchive.of(jar).layOut(cache).get(1)).hasContent("newer");
	}

	@Test
	void cacheIsTheUsersOnly() throws Exception {
		Path directory = this.folder.resolve("cache");
		new PrivateCache(directory).directory("made", (made) -> Files.writeString(made.resolve("file"), "x"));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new PrivateCache(directory).directory("other", (made) -> {
			}))
			.withMessageContaining("must be a directory that only user")
			.withMessageContaining("java.io.tmpdir");
	}

	@Test
	void linkToADirectoryIsNoCache() throws Exception {
		Path elsewhere = Files.createDirectory(this.folder.resolve("elsewhere"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Path link = Files.createSymbolicLink(this.folder.resolve("cache"), elsewhere);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new PrivateCache(link).directory("made", (made) -> {
			}));
	}

	@Test
	void whatCannotBeMadeLeavesNothing() {
		Path directory = this.folder.resolve("cache");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new PrivateCache(directory).directory("made", (made) -> {
				Files.writeString(made.resolve("half"), "x");
				throw new IOException("no room");
			}));
		assertThat(children(directory)).isEmpty();
	}

	@Test
	void twoThatMakeTheSameHaveIt() throws Exception {
		PrivateCache cache = new PrivateCache(this.folder.resolve("cache"));
		Path made = cache.directory("made", (outer) -> {
			Files.writeString(outer.resolve("file"), "late");
			cache.directory("made", (inner) -> Files.writeString(inner.resolve("file"), "first"));
		});
		assertThat(made.resolve("file")).hasContent("first");
		assertThat(children(made.getParent())).containsExactly("made");
	}

	private static List<String> children(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Path archive(String name, Map<String, String> entries) throws IOException {
		Path file = this.folder.resolve(name);
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(file))) {
			for (Map.Entry<String, String> entry : entries.entrySet()) {
				output.putNextEntry(new ZipEntry(entry.getKey()));
				output.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
				output.closeEntry();
			}
		}
		return file;
	}

}

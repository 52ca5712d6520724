package io.github.workerthreads.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that workers in processes of their own work from each layout that an application
 * is started from.
 */
@Timeout(300)
class ProcessLayoutIT {

	private static final String NOBODY = "65534";

	private static final String[] OPTIONS = { "--worker-threads.pools.markdown.isolation=process",
			"--worker-threads.pools.markdown.size=1", "--worker-threads.pools.markdown.max-heap=64MB" };

	@Test
	void executableJarInAFolderWithSpaces(@TempDir Path folder) throws Exception {
		Path jar = Files.createDirectory(folder.resolve("a desk")).resolve("the desk.jar");
		Files.copy(Path.of(System.getProperty("sample.jar")), jar);
		Path temporaryFiles = Files.createDirectory(folder.resolve("temporary files"));
		try (PackagedDesk desk = PackagedDesk
			.start(List.of("-Djava.io.tmpdir=" + temporaryFiles, "-jar", jar.toString()), OPTIONS)) {
			assertMarkdownHasItsProcess(desk);
			Awaitility.await()
				.atMost(150, TimeUnit.SECONDS)
				.until(() -> cached(temporaryFiles, "archive-"), (archives) -> !archives.isEmpty());
		}
		try (PackagedDesk desk = PackagedDesk
			.start(List.of("-Djava.io.tmpdir=" + temporaryFiles, "-jar", jar.toString()), OPTIONS)) {
			assertMarkdownHasItsProcess(desk);
			assertThat(desk.process().children().map(ProcessLayoutIT::mappedFiles))
				.anyMatch((files) -> files.contains("/archive-"));
		}
		assertThat(cached(temporaryFiles, "classes-")).as("libraries are laid out once").hasSize(1);
	}

	private static List<Path> cached(Path temporaryFiles, String prefix) throws IOException {
		Path cache = temporaryFiles.resolve("worker-threads-" + System.getProperty("user.name"));
		try (Stream<Path> files = Files.list(cache)) {
			return files.filter((file) -> file.getFileName().toString().startsWith(prefix)).toList();
		}
	}

	private static String mappedFiles(ProcessHandle process) {
		try {
			return Files.readString(Path.of("/proc/%d/maps".formatted(process.pid())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void executableWar(@TempDir Path folder) throws Exception {
		Path war = folder.resolve("desk.war");
		makeWar(Path.of(System.getProperty("sample.jar")), war);
		try (PackagedDesk desk = PackagedDesk.start(List.of("-Djava.io.tmpdir=" + folder, "-jar", war.toString()),
				OPTIONS)) {
			assertMarkdownHasItsProcess(desk);
		}
	}

	@Test
	void extractedJar(@TempDir Path folder) throws Exception {
		try (PackagedDesk desk = PackagedDesk.start(List.of("-jar", PackagedDesk.extract(folder).toString()),
				OPTIONS)) {
			assertMarkdownHasItsProcess(desk);
		}
	}

	@Test
	void classPathTooLongForACommand(@TempDir Path folder) throws Exception {
		String separator = System.getProperty("path.separator");
		String classPath = System.getProperty("java.class.path")
				+ (separator + folder.resolve("nothing".repeat(20))).repeat(300_000 / 140);
		Path options = folder.resolve("options");
		Files.writeString(options, "-cp \"%s\"".formatted(classPath));
		assertThat(classPath).hasSizeGreaterThan(300_000);
		try (PackagedDesk desk = PackagedDesk.start(List.of("@" + options, ImageDeskApplication.class.getName()),
				OPTIONS)) {
			assertMarkdownHasItsProcess(desk);
		}
	}

	@Test
	void userWithoutPrivileges(@TempDir Path folder) throws Exception {
		Path jar = Files.copy(Path.of(System.getProperty("sample.jar")), folder.resolve("desk.jar"));
		Path temporaryFiles = Files.createDirectory(folder.resolve("tmp"));
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
		Files.setPosixFilePermissions(temporaryFiles, PosixFilePermissions.fromString("rwxrwxrwx"));
		boolean isRoot = System.getProperty("user.name").equals("root");
		List<String> launcher = (isRoot)
				? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all")
				: List.of();
		try (PackagedDesk desk = PackagedDesk.start(launcher,
				List.of("-Djava.io.tmpdir=" + temporaryFiles, "-jar", jar.toString()), OPTIONS)) {
			assertMarkdownHasItsProcess(desk);
			List<String> users = desk.process().children().map(ProcessLayoutIT::user).distinct().toList();
			assertThat(users).hasSize(1);
			if (isRoot) {
				assertThat(users).containsExactly(NOBODY);
			}
			try (Stream<Path> files = Files.list(temporaryFiles)) {
				assertThat(files.filter((file) -> file.getFileName().toString().startsWith("worker-threads-")))
					.singleElement()
					.satisfies(
							(cache) -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
								.isEqualTo("rwx------"));
			}
		}
	}

	private static String user(ProcessHandle process) {
		try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
			return lines.filter((line) -> line.startsWith("Uid:"))
				.map((line) -> line.split("\\s+")[1])
				.findFirst()
				.get();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void assertMarkdownHasItsProcess(PackagedDesk packaged) throws Exception {
		DeskClient desk = packaged.client();
		assertThat(text(desk.postText("/markdown", "*{{fibonacci 20}}*"))).as(packaged::output)
			.isEqualTo("<p><em>6765</em></p>\n");
		CompletableFuture<HttpResponse<byte[]>> runaway = desk.postTextAsync("/markdown", "{{fibonacci 80}}");
		int worker = desk.workerWithTask("markdown");
		// A process that is busy or new may not answer within the second that it has
		HttpResponse<byte[]> seen = Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.until(() -> desk.get("/actuator/workers/markdown/" + worker),
					(response) -> text(response).contains("fibonacci"));
		assertThat(DeskClient.<Integer>json(seen, "$.pid")).isNotEqualTo((int) packaged.process().pid());
		assertThat(DeskClient.<Integer>json(seen, "$.heap.maxBytes")).isBetween(48 << 20, 64 << 20);
		HttpResponse<byte[]> terminated = desk.delete("/actuator/workers/markdown/" + worker);
		assertThat(DeskClient.<String>json(terminated, "$.outcome")).isEqualTo("KILLED");
		assertThat(runaway.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
		assertThat(text(desk.postText("/markdown", "ok"))).isEqualTo("<p>ok</p>\n");
	}

	private static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	// What repackaging would make of this application if it were a web archive
	private static void makeWar(Path jar, Path war) throws Exception {
		try (JarFile source = new JarFile(jar.toFile());
				JarOutputStream target = new JarOutputStream(Files.newOutputStream(war), manifest(source))) {
			Enumeration<JarEntry> entries = source.entries();
			while (entries.hasMoreElements()) {
				JarEntry entry = entries.nextElement();
				String name = entry.getName().replace("BOOT-INF/", "WEB-INF/");
				if (!name.equals("META-INF/MANIFEST.MF") && !name.equals("META-INF/")) {
					copy(source, entry, name, target);
				}
			}
		}
	}

	private static Manifest manifest(JarFile source) throws Exception {
		Manifest manifest = new Manifest(source.getManifest());
		Attributes attributes = manifest.getMainAttributes();
		attributes.put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.WarLauncher");
		attributes.replaceAll((name, value) -> value.toString().replace("BOOT-INF/", "WEB-INF/"));
		return manifest;
	}

	private static void copy(JarFile source, JarEntry entry, String name, JarOutputStream target) throws Exception {
		ZipEntry copy = new ZipEntry(name);
		byte[] content;
		try (InputStream input = source.getInputStream(entry)) {
			content = input.readAllBytes();
		}
		if (name.endsWith(".idx")) {
			content = new String(content, StandardCharsets.UTF_8).replace("BOOT-INF/", "WEB-INF/")
				.getBytes(StandardCharsets.UTF_8);
		}
		else if (entry.getMethod() == ZipEntry.STORED) {
			copy.setMethod(ZipEntry.STORED);
			copy.setSize(entry.getSize());
			copy.setCrc(entry.getCrc());
		}
		target.putNextEntry(copy);
		target.write(content);
		target.closeEntry();
	}

}

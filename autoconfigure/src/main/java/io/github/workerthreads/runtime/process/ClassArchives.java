package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Archives of the classes that children load, by which later ones start faster. Each is
 * made once per JDK, options and class path, by a child that is only started for it, in
 * the background. An archive that does not fit is not used by the JVM. Thread-safe, among
 * processes too.
 *
 * @see <a href="https://openjdk.org/jeps/350">JEP 350: Dynamic CDS Archives</a>
 * @see <a href="https://openjdk.org/jeps/514">JEP 514: Ahead-of-Time Command-Line
 * Ergonomics</a>
 */
final class ClassArchives {

	private static final System.Logger logger = System.getLogger(ClassArchives.class.getName());

	private static final int FIRST_WITH_AOT_CACHE = 25;

	private static final int FIRST_WITH_DYNAMIC_ARCHIVE = 13;

	// So that it does not compete with the start of an application
	private static final Duration DELAY = Duration.ofSeconds(5);

	private static final Duration UNUSED = Duration.ofDays(14);

	// What is older was left by a process that was killed
	private static final Duration LONGEST_MAKING = Duration.ofDays(1);

	// With these the user sees to it
	private static final List<String> OWN_OPTIONS = List.of("-Xshare", "-XX:SharedArchiveFile",
			"-XX:SharedClassListFile", "-XX:ArchiveClassesAtExit", "-XX:+AutoCreateSharedArchive", "-XX:AOT");

	private static final String PREFIX = "archive-";

	private final PrivateCache cache;

	private final Set<String> begun = ConcurrentHashMap.newKeySet();

	/**
	 * Create archives.
	 * @param cache where they are kept
	 */
	ClassArchives(PrivateCache cache) {
		this.cache = cache;
	}

	/**
	 * Find the archive for children of one kind.
	 * @param javaHome what runs them
	 * @param classPath their class path
	 * @param jvmOptions the options that a pool has for them
	 * @return the archive, which need not exist yet, or one that is none where there can
	 * be none
	 */
	ClassArchive find(JavaHome javaHome, ChildClassPath classPath, List<String> jvmOptions) {
		int version = javaHome.version();
		if (version < FIRST_WITH_DYNAMIC_ARCHIVE
				|| jvmOptions.stream().anyMatch((option) -> OWN_OPTIONS.stream().anyMatch(option::startsWith))) {
			return ClassArchive.NONE;
		}
		try {
			List<Path> files = new ArrayList<>(classPath.files());
			// Only jars can be archived, see CDS
			if (!files.stream().allMatch(Files::isRegularFile)) {
				return ClassArchive.NONE;
			}
			files.add(javaHome.releaseFile());
			String name = PREFIX + this.cache.keyOf(files, jvmOptions);
			return new ClassArchive(name, this.cache.find(name), version >= FIRST_WITH_AOT_CACHE);
		}
		catch (IOException ex) {
			logger.log(System.Logger.Level.DEBUG, "No archive of classes can be used", ex);
			return ClassArchive.NONE;
		}
	}

	/**
	 * Have an archive made later, unless that was begun before.
	 * @param archive the archive
	 * @param training starts a child with more options, and ends it when it is ready
	 */
	void make(ClassArchive archive, Training training) {
		if (archive.canBeMade() && this.begun.add(archive.name())) {
			Thread thread = new Thread(null, () -> make(archive.name(), archive, training), "worker-class-archive", 0,
					false);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void make(String name, ClassArchive archive, Training training) {
		try {
			Thread.sleep(DELAY.toMillis());
			this.cache.removeUnused(PREFIX, UNUSED);
			this.cache.removeUnused(PrivateCache.MAKING, LONGEST_MAKING);
			this.cache.directory(name, (directory) -> {
				Path file = ClassArchive.fileIn(directory);
				training.run(archive.optionsToMake(file));
				if (!Files.isRegularFile(file)) {
					throw new IOException("The JVM has written no archive");
				}
			});
			logger.log(System.Logger.Level.DEBUG,
					"Workers in processes start with an archive of their classes from now on");
		}
		catch (IOException | RuntimeException ex) {
			logger.log(System.Logger.Level.DEBUG, "No archive of the classes of workers was made", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Runs a child so that it writes an archive.
	 */
	@FunctionalInterface
	interface Training {

		/**
		 * Run a child until it has ended.
		 * @param options more options of its JVM
		 * @throws IOException if it cannot be started
		 */
		void run(List<String> options) throws IOException;

	}

}

package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Directory in which only the user of this process can write and look. What is made there
 * is executable code, so a directory of somebody else's is refused. Thread-safe, among
 * processes too.
 */
final class PrivateCache {

	/**
	 * What the names of directories start with that are not complete.
	 */
	static final String MAKING = "making-";

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

	private static final int KEY_BYTES = 12;

	private final Path directory;

	/**
	 * Create a cache.
	 * @param directory its directory, which need not exist
	 */
	PrivateCache(Path directory) {
		this.directory = directory.toAbsolutePath();
	}

	/**
	 * Return the cache of this user, in the directory for temporary files.
	 * @return the cache
	 */
	static PrivateCache ofThisUser() {
		return new PrivateCache(ThisJvm.temporaryFiles().resolve("worker-threads-" + ThisJvm.property("user.name")));
	}

	/**
	 * Return a key that changes with files.
	 * @param files the files
	 * @return the key
	 * @throws IOException if one of them cannot be read
	 */
	String keyOf(Collection<Path> files) throws IOException {
		return keyOf(files, List.of());
	}

	/**
	 * Return a key that changes with files and with texts.
	 * @param files the files
	 * @param texts the texts
	 * @return the key
	 * @throws IOException if one of the files cannot be read
	 */
	String keyOf(Collection<Path> files, Collection<String> texts) throws IOException {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (Path file : files) {
				String state = "%s %d %s%n".formatted(file.toRealPath(), Files.size(file),
						Files.getLastModifiedTime(file));
				digest.update(state.getBytes(StandardCharsets.UTF_8));
			}
			for (String text : texts) {
				digest.update((text + '\n').getBytes(StandardCharsets.UTF_8));
			}
			return HexFormat.of().formatHex(digest.digest(), 0, KEY_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return a directory of the cache, which is made if it is not there. It is never seen
	 * half made.
	 * @param name its name
	 * @param maker fills it
	 * @return the directory
	 * @throws IOException if it cannot be made
	 */
	Path directory(String name, Maker maker) throws IOException {
		open();
		Path target = this.directory.resolve(name);
		if (Files.isDirectory(target)) {
			return target;
		}
		Path made = Files.createTempDirectory(this.directory, MAKING);
		try {
			maker.fill(made);
			Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException | RuntimeException ex) {
			ChildConnection.delete(made);
			// Another process may have made it meanwhile
			if (!(ex instanceof FileSystemException) || !Files.isDirectory(target)) {
				throw ex;
			}
		}
		return target;
	}

	/**
	 * Find a directory of the cache, and note that it is used.
	 * @param name its name
	 * @return the directory, or {@code null} if it is not there
	 * @throws IOException if the cache is somebody else's
	 */
	@Nullable Path find(String name) throws IOException {
		Path target = this.directory.resolve(name);
		if (!Files.isDirectory(target)) {
			return null;
		}
		open();
		Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
		return target;
	}

	/**
	 * Remove directories that nobody has found for long.
	 * @param prefix what their names start with
	 * @param age for how long
	 * @throws IOException if the cache cannot be read
	 */
	void removeUnused(String prefix, Duration age) throws IOException {
		open();
		FileTime oldest = FileTime.from(Instant.now().minus(age));
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.directory, prefix + "*")) {
			for (Path entry : entries) {
				if (Files.getLastModifiedTime(entry).compareTo(oldest) < 0) {
					ChildConnection.delete(entry);
				}
			}
		}
	}

	private void open() throws IOException {
		try {
			if (Files.getFileStore(ThisJvm.temporaryFiles()).supportsFileAttributeView(PosixFileAttributeView.class)) {
				Files.createDirectory(this.directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
			}
			else {
				Files.createDirectories(this.directory);
			}
		}
		catch (FileAlreadyExistsException ex) {
			requireOwn();
		}
	}

	private void requireOwn() throws IOException {
		boolean own = Files.isDirectory(this.directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)
				&& Files.getPosixFilePermissions(this.directory).equals(OWNER_ONLY)
				&& Files.getOwner(this.directory).getName().equals(ThisJvm.property("user.name"));
		if (!own) {
			throw new IOException(
					"%s must be a directory that only user '%s' can use, since the code of workers is kept there. Remove it, or set java.io.tmpdir to another place"
						.formatted(this.directory, ThisJvm.property("user.name")));
		}
	}

	/**
	 * Fills a directory.
	 */
	@FunctionalInterface
	interface Maker {

		/**
		 * Fill a directory.
		 * @param directory the directory
		 * @throws IOException if that fails
		 */
		void fill(Path directory) throws IOException;

	}

}

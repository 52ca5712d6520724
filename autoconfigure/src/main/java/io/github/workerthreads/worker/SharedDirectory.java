package io.github.workerthreads.worker;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory with files of regions, which only their owner can open. Immutable.
 *
 * @param path the directory
 */
record SharedDirectory(Path path) {

	private static final String PREFIX = "worker-threads-";

	private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-[0-9a-f]{32}\\.shm");

	/**
	 * Return where files of regions go, in this order: in memory if possible.
	 * @return the directories
	 */
	static List<SharedDirectory> standard() {
		SharedDirectory temporary = new SharedDirectory(
				Path.of(Objects.requireNonNullElse(System.getProperty("java.io.tmpdir"), ".")).toAbsolutePath());
		Path memory = Path.of("/dev/shm");
		boolean inMemory = Files.isDirectory(memory) && Files.isWritable(memory);
		return (inMemory) ? List.of(new SharedDirectory(memory), temporary) : List.of(temporary);
	}

	/**
	 * Return whether a file can be one of a region, by its name.
	 * @param file the file
	 * @return whether its name is one that this class gives
	 */
	static boolean isNameOfRegion(Path file) {
		return file.isAbsolute() && NAME.matcher(String.valueOf(file.getFileName())).matches();
	}

	/**
	 * Create an empty file.
	 * @return the file
	 * @throws IOException if that is not possible
	 */
	Path createFile() throws IOException {
		byte[] random = new byte[16];
		Randomness.SOURCE.nextBytes(random);
		String name = PREFIX + ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(random) + ".shm";
		return Files.createFile(this.path.resolve(name), ownerOnly());
	}

	private FileAttribute<?>[] ownerOnly() {
		if (!this.path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return new FileAttribute<?>[0];
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) };
	}

	/**
	 * Remove files whose creator is dead and that no other process uses, as those of a
	 * process that was killed.
	 */
	void sweep() {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.path, PREFIX + "*.shm")) {
			for (Path file : files) {
				Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
				if (name.matches()
						&& ProcessHandle.of(Long.parseLong(Objects.requireNonNull(name.group(1)))).isEmpty()) {
					SharedFile.removeIfUnused(file);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			// the directory is gone or can't be listed: there is nothing to remove
		}
	}

	/**
	 * Not with the class: who only opens files needs none.
	 */
	private static final class Randomness {

		static final SecureRandom SOURCE = new SecureRandom();

	}

}

package io.github.workerthreads.worker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The file behind a region, as this process has it open. A shared lock says so to other
 * processes, and the operating system takes it back if this one is killed; the process
 * that closes the file last removes it. Thread-safe.
 */
final class SharedFile {

	// Locks of files are advice to others but on Windows, where they refuse access to
	// what is locked: so it is a byte that no file has
	private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

	private static final int CHUNK = 1 << 16;

	// Files that this process has open. Guards all opening, locking and closing: when a
	// process closes one descriptor of a file it loses all locks on that file
	private static final Set<Path> IN_USE = new HashSet<>();

	// Files that this process has closed while another one used them, which removes them
	// unless it is killed. Guarded by IN_USE
	private static final Set<Path> LEFT = new HashSet<>();

	private static final int FEW = 64;

	// How many are left when they are looked at. Guarded by IN_USE
	private static int nextLook = FEW;

	// Open although of no use, to keep the locks of another copy of this class
	private static final List<RandomAccessFile> KEPT_OPEN = new ArrayList<>();

	private final Path path;

	private final RandomAccessFile file;

	private final FileLock lock;

	private SharedFile(Path path, RandomAccessFile file, FileLock lock) {
		this.path = path;
		this.file = file;
		this.lock = lock;
	}

	/**
	 * Create a file of zeros. All of it is written, since memory that is missing on the
	 * first access would end the JVM, and is an exception here.
	 * @param directory where to create it
	 * @param size its size in bytes
	 * @return the file
	 * @throws IOException if the directory can't have such a file
	 */
	static SharedFile create(SharedDirectory directory, int size) throws IOException {
		SharedFile created = null;
		while (created == null) {
			created = tryCreate(directory.createFile());
		}
		try {
			byte[] zeros = new byte[CHUNK];
			for (int written = 0; written < size; written += CHUNK) {
				created.file.write(zeros, 0, Math.min(CHUNK, size - written));
			}
			return created;
		}
		catch (IOException | RuntimeException | Error ex) {
			created.discard();
			throw ex;
		}
	}

	/**
	 * Open and lock a new file.
	 * @param path the file
	 * @return the file, or {@code null} if another process has removed it meanwhile, as
	 * one that nobody uses
	 */
	private static @Nullable SharedFile tryCreate(Path path) throws IOException {
		synchronized (IN_USE) {
			SharedFile created = null;
			try {
				created = tryOpen(path);
				return (created != null && Files.exists(path)) ? created : null;
			}
			finally {
				if (created == null) {
					Files.deleteIfExists(path);
				}
			}
		}
	}

	/**
	 * Open a file that another process has created and still uses.
	 * @param path the file
	 * @param size its size in bytes
	 * @return the file
	 * @throws IOException if it is not there any more, or is no such file
	 */
	static SharedFile open(Path path, int size) throws IOException {
		synchronized (IN_USE) {
			if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
				throw new IOException("it was closed by all who used it");
			}
			SharedFile opened = tryOpen(path);
			if (opened == null) {
				throw new IOException("it is being closed by all who used it");
			}
			long actual = opened.file.length();
			if (actual != size) {
				opened.leave();
				throw new IOException("the file has %d bytes instead of %d".formatted(actual, size));
			}
			return opened;
		}
	}

	private static @Nullable SharedFile tryOpen(Path path) throws IOException {
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		FileLock lock = null;
		try {
			lock = file.getChannel().tryLock(LOCKED_BYTE, 1, true);
		}
		catch (OverlappingFileLockException ex) {
			KEPT_OPEN.add(file);
			throw new IOException("another copy of this library in the same JVM uses it", ex);
		}
		finally {
			if (lock == null && !KEPT_OPEN.contains(file)) {
				file.close();
			}
		}
		if (lock == null) {
			return null;
		}
		IN_USE.add(path);
		return new SharedFile(path, file, lock);
	}

	/**
	 * Remove a file if no process uses it.
	 * @param path the file
	 */
	static void removeIfUnused(Path path) {
		synchronized (IN_USE) {
			if (IN_USE.contains(path) || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
				return;
			}
			try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
					FileLock lock = file.getChannel().tryLock(LOCKED_BYTE, 1, false)) {
				if (lock != null) {
					Files.deleteIfExists(path);
				}
			}
			catch (FileNotFoundException | OverlappingFileLockException ex) {
				// removed by its owner meanwhile, or another user's, or in use
			}
			catch (IOException ex) {
				// the next sweep will try it again
			}
		}
	}

	Path path() {
		return this.path;
	}

	long size() throws IOException {
		return this.file.length();
	}

	FileChannel channel() {
		return this.file.getChannel();
	}

	/**
	 * Remove a new file that nobody else knows of.
	 * @throws IOException if that fails
	 */
	void discard() throws IOException {
		leave();
		Files.deleteIfExists(this.path);
	}

	/**
	 * Close a file that others made, as if this process had never opened it.
	 * @throws IOException if that fails
	 */
	void leave() throws IOException {
		synchronized (IN_USE) {
			IN_USE.remove(this.path);
			this.file.close();
		}
	}

	/**
	 * Close the file, and remove it if no other process uses it.
	 * @param truncates whether its content has to go by itself, since it stays mapped
	 * @throws IOException if that fails
	 */
	void close(boolean truncates) throws IOException {
		synchronized (IN_USE) {
			IN_USE.remove(this.path);
			try (this.file) {
				this.lock.release();
				// Of several processes that come here at once the last one gets it
				if (channel().tryLock(LOCKED_BYTE, 1, false) == null) {
					LEFT.add(this.path);
				}
				else {
					if (truncates) {
						this.file.setLength(0);
					}
					Files.deleteIfExists(this.path);
				}
			}
			if (LEFT.size() >= nextLook) {
				removeLeft();
				nextLook = Math.max(FEW, 2 * LEFT.size());
			}
		}
	}

	/**
	 * Remove the files that other processes should have removed and were killed before
	 * they could.
	 */
	static void removeLeft() {
		synchronized (IN_USE) {
			LEFT.forEach(SharedFile::removeIfUnused);
			LEFT.removeIf((path) -> IN_USE.contains(path) || !Files.exists(path));
		}
	}

}

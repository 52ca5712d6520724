package io.github.workerthreads.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that this process shares with others, once in a process however many handles
 * refer to them; released with the last hold on them. Thread-safe.
 */
final class SharedRegion {

	/**
	 * The largest region in bytes.
	 */
	static final int LIMIT = Integer.MAX_VALUE - WaiterTable.LENGTH;

	private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

	// As long as the longest copy takes that may keep one open
	private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final AtomicLong NEXT_SWEEP = new AtomicLong(System.nanoTime());

	// Guarded by itself
	private static final Map<Path, SharedRegion> OPEN = new HashMap<>();

	private final SharedFile file;

	private final Mapping mapping;

	private final Waiters waiters;

	private final boolean foreign;

	private final AtomicInteger holds = new AtomicInteger(1);

	private SharedRegion(SharedFile file, Mapping mapping, boolean foreign) {
		this.file = file;
		this.mapping = mapping;
		this.foreign = foreign;
		this.waiters = new Waiters(mapping.header(), foreign);
	}

	static SharedRegion allocate(int byteLength, List<SharedDirectory> directories) {
		sweepNowAndThen(directories);
		UncheckedIOException failure = new UncheckedIOException(
				"Cannot allocate %d bytes of shared memory in any of %s. Make room there, or set java.io.tmpdir"
					.formatted(byteLength, directories.stream().map(SharedDirectory::path).toList()),
				new IOException("No directory can have it"));
		for (SharedDirectory directory : directories) {
			try {
				return create(directory, byteLength);
			}
			catch (IOException ex) {
				failure.addSuppressed(ex);
			}
		}
		throw failure;
	}

	private static void sweepNowAndThen(List<SharedDirectory> directories) {
		long due = NEXT_SWEEP.get();
		long now = System.nanoTime();
		if (now - due >= 0 && NEXT_SWEEP.compareAndSet(due, now + SWEEP_NANOS)) {
			directories.forEach(SharedDirectory::sweep);
		}
	}

	static SharedRegion open(Path path, int byteLength) {
		synchronized (OPEN) {
			SharedRegion present = awaitWhole(path);
			try {
				return (present != null) ? present : openFile(path, byteLength);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(
						"Cannot open the shared memory '%s': %s".formatted(path, ex.getMessage()), ex);
			}
		}
	}

	// Not one that is being closed here: another process may still have it, and its file
	// can be opened again once the locks of the first opening are gone
	private static @Nullable SharedRegion awaitWhole(Path path) {
		long deadline = System.nanoTime() + CLOSE_NANOS;
		boolean interrupted = false;
		try {
			SharedRegion present = OPEN.get(path);
			while (present != null && !present.retain()) {
				long remaining = deadline - System.nanoTime();
				if (remaining <= 0) {
					throw new IllegalStateException(
							"The shared memory '%s' was closed by all who used it in this process, and an access that one of them began is not over after %d s. Close it after the accesses, or keep a duplicate() open"
								.formatted(path, TimeUnit.NANOSECONDS.toSeconds(CLOSE_NANOS)));
				}
				try {
					TimeUnit.NANOSECONDS.timedWait(OPEN, remaining);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				present = OPEN.get(path);
			}
			return present;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static SharedRegion create(SharedDirectory directory, int byteLength) throws IOException {
		SharedFile file = SharedFile.create(directory, WaiterTable.LENGTH + byteLength);
		try {
			SharedRegion region = new SharedRegion(file, map(file), false);
			region.waiters.table().initialize();
			add(region);
			return region;
		}
		catch (IOException | RuntimeException | Error ex) {
			file.discard();
			throw ex;
		}
	}

	private static SharedRegion openFile(Path path, int byteLength) throws IOException {
		SharedFile file = SharedFile.open(path, WaiterTable.LENGTH + byteLength);
		try {
			SharedRegion region = new SharedRegion(file, map(file), true);
			if (!region.waiters.table().isInitialized()) {
				throw new IOException("it was not made by this version of the library");
			}
			add(region);
			return region;
		}
		catch (IOException | RuntimeException | Error ex) {
			file.leave();
			throw ex;
		}
	}

	private static Mapping map(SharedFile file) throws IOException {
		boolean interrupted = Thread.interrupted(); // which would close the channel
		try {
			return Mapping.of(file.channel(), Math.toIntExact(file.size()));
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static void add(SharedRegion region) {
		synchronized (OPEN) {
			OPEN.put(region.path(), region);
		}
	}

	/**
	 * Return whether the file still has all that is mapped.
	 * @return whether nobody has cut it short
	 */
	boolean isWhole() {
		try {
			return this.file.size() >= (long) WaiterTable.LENGTH + byteLength();
		}
		catch (IOException ex) {
			return false;
		}
	}

	Path path() {
		return this.file.path();
	}

	/**
	 * Return whether another process has made this region.
	 * @return whether it was opened here
	 */
	boolean isForeign() {
		return this.foreign;
	}

	int byteLength() {
		return this.mapping.data().limit();
	}

	Mapping mapping() {
		return this.mapping;
	}

	Waiters waiters() {
		return this.waiters;
	}

	/**
	 * Add a hold.
	 * @return whether there is one more; if not, the region is released already
	 */
	boolean retain() {
		int current = this.holds.get();
		while (current > 0 && !this.holds.compareAndSet(current, current + 1)) {
			current = this.holds.get();
		}
		return current > 0;
	}

	/**
	 * Let a hold go, and with the last one the region.
	 */
	void release() {
		if (this.holds.decrementAndGet() == 0) {
			this.mapping.release(this::closeFile);
		}
	}

	private void closeFile() {
		synchronized (OPEN) {
			OPEN.remove(path());
			OPEN.notifyAll();
			try {
				this.file.close(!this.mapping.unmaps());
			}
			catch (IOException ex) {
				logger().log(Level.WARNING, () -> ("Cannot remove the file of shared memory '%s'. A process that "
						+ "allocates some will try it again")
					.formatted(path()), ex);
			}
		}
	}

	// Not with the class: a process that never logs starts faster
	private static Logger logger() {
		return System.getLogger(SharedRegion.class.getName());
	}

}

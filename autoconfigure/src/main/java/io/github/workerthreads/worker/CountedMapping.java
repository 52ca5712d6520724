package io.github.workerthreads.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.jspecify.annotations.Nullable;

/**
 * Mapping that only the garbage collector can unmap, as Java 17 has it. The accesses that
 * are running are counted, so that it is known when the file may lose its content.
 * Thread-safe.
 */
final class CountedMapping extends Mapping {

	private static final int STRIPES = 16;

	// Ints in two cache lines, since processors fetch lines in pairs
	private static final int STRIDE = 32;

	// The accesses that are running, spread by thread, so that threads do not fight for
	// one cache line. A thread increments first and looks for the release then; the
	// release is written first and the counts are read then. All of these are volatile,
	// so one of both sees the other
	private final AtomicIntegerArray running = new AtomicIntegerArray((STRIPES + 1) * STRIDE);

	private volatile @Nullable Runnable whenUnused;

	// Guarded by this
	private boolean unused;

	CountedMapping(ByteBuffer bytes) {
		super(bytes);
	}

	static CountedMapping of(FileChannel channel, int size) throws IOException {
		return new CountedMapping(channel.map(MapMode.READ_WRITE, 0, size));
	}

	@Override
	void enter() {
		this.running.getAndIncrement(stripe());
		if (this.whenUnused != null) {
			exit();
			throw new IllegalStateException("The shared memory was closed by another thread meanwhile");
		}
	}

	@Override
	void exit() {
		this.running.getAndDecrement(stripe());
		Runnable action = this.whenUnused;
		if (action != null) {
			runIfUnused(action);
		}
	}

	@Override
	void release(Runnable whenUnused) {
		this.whenUnused = whenUnused;
		runIfUnused(whenUnused);
	}

	private void runIfUnused(Runnable action) {
		synchronized (this) {
			if (this.unused || isRunning()) {
				return;
			}
			this.unused = true;
		}
		action.run();
	}

	// A running access is counted all the while, so that reading one count after the
	// other can't miss it
	private boolean isRunning() {
		for (int stripe = 1; stripe <= STRIPES; stripe++) {
			if (this.running.get(stripe * STRIDE) != 0) {
				return true;
			}
		}
		return false;
	}

	private static int stripe() {
		int id = System.identityHashCode(Thread.currentThread());
		return (1 + (id & (STRIPES - 1))) * STRIDE;
	}

	@Override
	boolean unmaps() {
		return false;
	}

}

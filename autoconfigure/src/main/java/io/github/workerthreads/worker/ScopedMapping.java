package io.github.workerthreads.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Mapping in a shared arena, from Java 22 on: the JVM itself refuses each access after
 * the release, without a cost to those before, and unmaps at once. Thread-safe.
 */
final class ScopedMapping extends Mapping {

	private final AutoCloseable arena;

	private ScopedMapping(AutoCloseable arena, ByteBuffer bytes) {
		super(bytes);
		this.arena = arena;
	}

	static ScopedMapping of(ForeignMemory foreign, FileChannel channel, int size) throws IOException {
		AutoCloseable arena = foreign.newArena();
		try {
			return new ScopedMapping(arena, foreign.map(channel, size, arena));
		}
		catch (IOException | RuntimeException | Error ex) {
			close(arena);
			throw ex;
		}
	}

	@Override
	void enter() {
	}

	@Override
	void exit() {
	}

	@Override
	void release(Runnable whenUnused) {
		close(this.arena);
		whenUnused.run();
	}

	private static void close(AutoCloseable arena) {
		try {
			arena.close();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	boolean unmaps() {
		return true;
	}

}

package io.github.workerthreads.stress;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.workerthreads.worker.SharedMemory;

/**
 * Places in one region for the many states that a stress test uses at the same time. A
 * region for each state would take most of the time. Thread-safe.
 */
final class Cells {

	/**
	 * The size of a cell in bytes: two cache lines.
	 */
	static final int SIZE = 128;

	// Many more than the states of one stride, so that a cell is used again only when the
	// state that had it is gone
	private static final int COUNT = 1 << 17;

	private static final AtomicInteger NEXT = new AtomicInteger();

	private Cells() {
	}

	static SharedMemory allocate() {
		return SharedMemory.allocate(COUNT * SIZE);
	}

	/**
	 * Take a cell.
	 * @param memory what {@link #allocate()} returned
	 * @return its offset; its content is 0
	 */
	static int next(SharedMemory memory) {
		int offset = (NEXT.getAndIncrement() & (COUNT - 1)) * SIZE;
		memory.put(offset, new byte[SIZE]);
		return offset;
	}

}

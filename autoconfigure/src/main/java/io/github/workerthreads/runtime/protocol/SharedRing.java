package io.github.workerthreads.runtime.protocol;

import io.github.workerthreads.worker.AtomicInts;
import io.github.workerthreads.worker.AtomicLongs;
import io.github.workerthreads.worker.SharedMemory;

/**
 * Bytes on their way from one process to another, in memory that both see. One thread at
 * a time puts, one takes. What the other side has written there is believed only after it
 * was checked: its position cannot lead outside, and bytes are copied before they are
 * looked at.
 */
final class SharedRing {

	/**
	 * How many bytes may be on their way.
	 */
	static final int CAPACITY = 1 << 20;

	// Far enough apart that no two are in one cache line, nor in a pair of them
	private static final int TAIL = 0;

	private static final int HEAD = 128;

	private static final int SLEEPING = 256;

	private static final int DATA = 384;

	/**
	 * How many bytes of memory a ring needs.
	 */
	static final int LENGTH = DATA + CAPACITY;

	private final SharedMemory memory;

	private final AtomicLongs longs;

	private final AtomicInts ints;

	private final int base;

	// How much this side has put or taken, whatever the memory says
	private long position;

	/**
	 * Create a side of a ring.
	 * @param memory the memory
	 * @param base where the ring is in it
	 */
	SharedRing(SharedMemory memory, int base) {
		this.memory = memory;
		this.longs = memory.atomicLongs();
		this.ints = memory.atomicInts();
		this.base = base;
	}

	/**
	 * Put as many bytes as there is room for.
	 * @param source has them
	 * @param offset where they begin
	 * @param length the most
	 * @return how many were put
	 * @throws ProtocolException if the other side claims to have taken what is not there
	 */
	int put(byte[] source, int offset, int length) throws ProtocolException {
		long onTheirWay = this.position - this.longs.getAcquire(this.base + HEAD);
		int count = Math.min(length, CAPACITY - checked(onTheirWay));
		int start = (int) (this.position & (CAPACITY - 1));
		int first = Math.min(count, CAPACITY - start);
		this.memory.put(this.base + DATA + start, source, offset, first);
		this.memory.put(this.base + DATA, source, offset + first, count - first);
		this.position += count;
		this.longs.set(this.base + TAIL, this.position);
		return count;
	}

	/**
	 * Return whether the other side sleeps and has to be woken, once for each sleep.
	 * After bytes were put.
	 * @return whether it sleeps
	 */
	boolean takeSleeper() {
		return this.ints.get(this.base + SLEEPING) == 1 && this.ints.compareAndSet(this.base + SLEEPING, 1, 0);
	}

	/**
	 * Take as many bytes as there are.
	 * @param target gets them
	 * @param offset where they go
	 * @param length the most
	 * @return how many were taken
	 * @throws ProtocolException if the other side claims to have put what has no room
	 */
	int take(byte[] target, int offset, int length) throws ProtocolException {
		int count = Math.min(length, checked(this.longs.getAcquire(this.base + TAIL) - this.position));
		int start = (int) (this.position & (CAPACITY - 1));
		int first = Math.min(count, CAPACITY - start);
		this.memory.get(this.base + DATA + start, target, offset, first);
		this.memory.get(this.base + DATA, target, offset + first, count - first);
		this.position += count;
		this.longs.setRelease(this.base + HEAD, this.position);
		return count;
	}

	/**
	 * Return whether there is nothing to take.
	 * @return whether the ring is empty
	 */
	boolean isEmpty() {
		return this.longs.get(this.base + TAIL) == this.position;
	}

	/**
	 * Return whether there is no room.
	 * @return whether the ring is full, as far as the other side says
	 */
	boolean isFull() {
		return this.position - this.longs.getAcquire(this.base + HEAD) == CAPACITY;
	}

	/**
	 * Say that this side is about to sleep, unless it finds bytes after it has said so.
	 */
	void fallAsleep() {
		this.ints.set(this.base + SLEEPING, 1);
	}

	/**
	 * Say that this side is awake.
	 */
	void wakeUp() {
		this.ints.set(this.base + SLEEPING, 0);
	}

	private static int checked(long count) throws ProtocolException {
		if (count < 0 || count > CAPACITY) {
			throw new ProtocolException(
					"The other side of a ring of %d bytes is %d bytes away".formatted(CAPACITY, count));
		}
		return (int) count;
	}

}

package io.github.workerthreads.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Atomic access to the longs of a {@link SharedMemory}, by their offset in bytes: what
 * JavaScript's {@code Atomics} do with a {@code BigInt64Array}. Unless their name says
 * something else accesses are in one order with all others like them, in all processes;
 * the modes are those of {@link VarHandle}, which also
 * {@link java.util.concurrent.atomic} has. Thread-safe.
 *
 * @see <a href=
 * "https://tc39.es/ecma262/multipage/structured-data.html#sec-atomics-object">The Atomics
 * Object</a>
 */
public final class AtomicLongs {

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private final SharedMemory memory;

	AtomicLongs(SharedMemory memory) {
		this.memory = memory;
	}

	/**
	 * Read the long, as a {@code volatile} field is read.
	 * @param offset where the long is
	 * @return the value
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long get(int offset) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.getVolatile(mapping.data(), index(offset, mapping));
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Read the long, so that what its writer did before a release is seen.
	 * @param offset where the long is
	 * @return the value
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long getAcquire(int offset) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.getAcquire(mapping.data(), index(offset, mapping));
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Read the long, at last seeing what others write, without an order to other
	 * accesses.
	 * @param offset where the long is
	 * @return the value
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long getOpaque(int offset) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.getOpaque(mapping.data(), index(offset, mapping));
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Read the long, without an order to other accesses, as often as the JVM likes.
	 * @param offset where the long is
	 * @return the value
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long getPlain(int offset) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.get(mapping.data(), index(offset, mapping));
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the long, as a {@code volatile} field is written.
	 * @param offset where the long is
	 * @param value the value
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public void set(int offset, long value) {
		Mapping mapping = this.memory.enter();
		try {
			LONG.setVolatile(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the long, so that who acquires it sees what was done before.
	 * @param offset where the long is
	 * @param value the value
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public void setRelease(int offset, long value) {
		Mapping mapping = this.memory.enter();
		try {
			LONG.setRelease(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the long, at last seen by others, without an order to other accesses.
	 * @param offset where the long is
	 * @param value the value
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public void setOpaque(int offset, long value) {
		Mapping mapping = this.memory.enter();
		try {
			LONG.setOpaque(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the long, without an order to other accesses.
	 * @param offset where the long is
	 * @param value the value
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public void setPlain(int offset, long value) {
		Mapping mapping = this.memory.enter();
		try {
			LONG.set(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the long if it has the expected value.
	 * @param offset where the long is
	 * @param expected the value that it must have
	 * @param value the new value
	 * @return whether it was written
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public boolean compareAndSet(int offset, long expected, long value) {
		Mapping mapping = this.memory.enter();
		try {
			return LONG.compareAndSet(mapping.data(), index(offset, mapping), expected, value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the long if it has the expected value. Counterpart of
	 * {@code Atomics.compareExchange}.
	 * @param offset where the long is
	 * @param expected the value that it must have
	 * @param value the new value
	 * @return the value before, which is the expected one if it was written
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long compareAndExchange(int offset, long expected, long value) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.compareAndExchange(mapping.data(), index(offset, mapping), expected, value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the long. Counterpart of {@code Atomics.exchange}.
	 * @param offset where the long is
	 * @param value the new value
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long getAndSet(int offset, long value) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.getAndSet(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Add to the long; it wraps around. Counterpart of {@code Atomics.add} and
	 * {@code Atomics.sub}.
	 * @param offset where the long is
	 * @param delta what to add
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long getAndAdd(int offset, long delta) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.getAndAdd(mapping.data(), index(offset, mapping), delta);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Combine the bits of the long with others by and. Counterpart of
	 * {@code Atomics.and}.
	 * @param offset where the long is
	 * @param mask the other bits
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long getAndBitwiseAnd(int offset, long mask) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.getAndBitwiseAnd(mapping.data(), index(offset, mapping), mask);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Combine the bits of the long with others by or. Counterpart of {@code Atomics.or}.
	 * @param offset where the long is
	 * @param mask the other bits
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long getAndBitwiseOr(int offset, long mask) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.getAndBitwiseOr(mapping.data(), index(offset, mapping), mask);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Combine the bits of the long with others by xor. Counterpart of
	 * {@code Atomics.xor}.
	 * @param offset where the long is
	 * @param mask the other bits
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the long is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 8
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public long getAndBitwiseXor(int offset, long mask) {
		Mapping mapping = this.memory.enter();
		try {
			return (long) LONG.getAndBitwiseXor(mapping.data(), index(offset, mapping), mask);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	private static int index(int offset, Mapping mapping) {
		return Bounds.aligned(offset, Long.BYTES, mapping.data());
	}

}

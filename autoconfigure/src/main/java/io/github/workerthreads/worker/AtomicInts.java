package io.github.workerthreads.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Atomic access to the ints of a {@link SharedMemory}, by their offset in bytes: what
 * JavaScript's {@code Atomics} do with an {@code Int32Array}. Unless their name says
 * something else accesses are in one order with all others like them, in all processes;
 * the modes are those of {@link VarHandle}, which also
 * {@link java.util.concurrent.atomic} has. Thread-safe.
 *
 * @see <a href=
 * "https://tc39.es/ecma262/multipage/structured-data.html#sec-atomics-object">The Atomics
 * Object</a>
 */
public final class AtomicInts {

	private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

	private final SharedMemory memory;

	AtomicInts(SharedMemory memory) {
		this.memory = memory;
	}

	/**
	 * Read the int, as a {@code volatile} field is read.
	 * @param offset where the int is
	 * @return the value
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int get(int offset) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.getVolatile(mapping.data(), index(offset, mapping));
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Read the int, so that what its writer did before a release is seen.
	 * @param offset where the int is
	 * @return the value
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int getAcquire(int offset) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.getAcquire(mapping.data(), index(offset, mapping));
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Read the int, at last seeing what others write, without an order to other accesses.
	 * @param offset where the int is
	 * @return the value
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int getOpaque(int offset) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.getOpaque(mapping.data(), index(offset, mapping));
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Read the int, without an order to other accesses, as often as the JVM likes.
	 * @param offset where the int is
	 * @return the value
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int getPlain(int offset) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.get(mapping.data(), index(offset, mapping));
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the int, as a {@code volatile} field is written.
	 * @param offset where the int is
	 * @param value the value
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public void set(int offset, int value) {
		Mapping mapping = this.memory.enter();
		try {
			INT.setVolatile(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the int, so that who acquires it sees what was done before.
	 * @param offset where the int is
	 * @param value the value
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public void setRelease(int offset, int value) {
		Mapping mapping = this.memory.enter();
		try {
			INT.setRelease(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the int, at last seen by others, without an order to other accesses.
	 * @param offset where the int is
	 * @param value the value
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public void setOpaque(int offset, int value) {
		Mapping mapping = this.memory.enter();
		try {
			INT.setOpaque(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the int, without an order to other accesses.
	 * @param offset where the int is
	 * @param value the value
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public void setPlain(int offset, int value) {
		Mapping mapping = this.memory.enter();
		try {
			INT.set(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the int if it has the expected value.
	 * @param offset where the int is
	 * @param expected the value that it must have
	 * @param value the new value
	 * @return whether it was written
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public boolean compareAndSet(int offset, int expected, int value) {
		Mapping mapping = this.memory.enter();
		try {
			return INT.compareAndSet(mapping.data(), index(offset, mapping), expected, value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the int if it has the expected value. Counterpart of
	 * {@code Atomics.compareExchange}.
	 * @param offset where the int is
	 * @param expected the value that it must have
	 * @param value the new value
	 * @return the value before, which is the expected one if it was written
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int compareAndExchange(int offset, int expected, int value) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.compareAndExchange(mapping.data(), index(offset, mapping), expected, value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Write the int. Counterpart of {@code Atomics.exchange}.
	 * @param offset where the int is
	 * @param value the new value
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int getAndSet(int offset, int value) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.getAndSet(mapping.data(), index(offset, mapping), value);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Add to the int; it wraps around. Counterpart of {@code Atomics.add} and
	 * {@code Atomics.sub}.
	 * @param offset where the int is
	 * @param delta what to add
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int getAndAdd(int offset, int delta) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.getAndAdd(mapping.data(), index(offset, mapping), delta);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Combine the bits of the int with others by and. Counterpart of {@code Atomics.and}.
	 * @param offset where the int is
	 * @param mask the other bits
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int getAndBitwiseAnd(int offset, int mask) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.getAndBitwiseAnd(mapping.data(), index(offset, mapping), mask);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Combine the bits of the int with others by or. Counterpart of {@code Atomics.or}.
	 * @param offset where the int is
	 * @param mask the other bits
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int getAndBitwiseOr(int offset, int mask) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.getAndBitwiseOr(mapping.data(), index(offset, mapping), mask);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	/**
	 * Combine the bits of the int with others by xor. Counterpart of {@code Atomics.xor}.
	 * @param offset where the int is
	 * @param mask the other bits
	 * @return the value before
	 * @throws IndexOutOfBoundsException if the int is not inside the region
	 * @throws IllegalArgumentException if the offset is no multiple of 4
	 * @throws IllegalStateException if the handle is closed or was transferred
	 */
	public int getAndBitwiseXor(int offset, int mask) {
		Mapping mapping = this.memory.enter();
		try {
			return (int) INT.getAndBitwiseXor(mapping.data(), index(offset, mapping), mask);
		}
		finally {
			this.memory.exit(mapping);
		}
	}

	private static int index(int offset, Mapping mapping) {
		return Bounds.aligned(offset, Integer.BYTES, mapping.data());
	}

}

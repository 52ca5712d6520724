package io.github.workerthreads.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * Content of a buffer in an array. Not thread-safe.
 *
 * @param array the array
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeapBytes(byte[] array) implements BufferBytes {

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	@Override
	public int length() {
		return this.array.length;
	}

	@Override
	public byte get(int index) {
		return this.array[index];
	}

	@Override
	public void put(int index, byte value) {
		this.array[index] = value;
	}

	@Override
	public void get(int index, byte[] target, int offset, int length) {
		System.arraycopy(this.array, index, target, offset, length);
	}

	@Override
	public void put(int index, byte[] source, int offset, int length) {
		System.arraycopy(source, offset, this.array, index, length);
	}

	@Override
	public int getInt(int index) {
		return (int) INT.get(this.array, index);
	}

	@Override
	public void putInt(int index, int value) {
		INT.set(this.array, index, value);
	}

	@Override
	public long getLong(int index) {
		return (long) LONG.get(this.array, index);
	}

	@Override
	public void putLong(int index, long value) {
		LONG.set(this.array, index, value);
	}

	@Override
	public byte[] toOwnArray() {
		return this.array;
	}

	@Override
	public @Nullable SharedMemory memory() {
		return null;
	}

}

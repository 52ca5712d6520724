package io.github.workerthreads.worker;

import java.nio.ByteOrder;

/**
 * Content of a buffer in memory that other processes can open. Not thread-safe.
 *
 * @param memory the memory, whose handle is the buffer's own
 */
record SharedBytes(SharedMemory memory) implements BufferBytes {

	private static final boolean REVERSES = ByteOrder.nativeOrder() != ByteOrder.BIG_ENDIAN;

	@Override
	public int length() {
		return this.memory.byteLength();
	}

	@Override
	public byte get(int index) {
		return this.memory.get(index);
	}

	@Override
	public void put(int index, byte value) {
		this.memory.put(index, value);
	}

	@Override
	public void get(int index, byte[] target, int offset, int length) {
		this.memory.get(index, target, offset, length);
	}

	@Override
	public void put(int index, byte[] source, int offset, int length) {
		this.memory.put(index, source, offset, length);
	}

	@Override
	public int getInt(int index) {
		int value = this.memory.getInt(index);
		return REVERSES ? Integer.reverseBytes(value) : value;
	}

	@Override
	public void putInt(int index, int value) {
		this.memory.putInt(index, REVERSES ? Integer.reverseBytes(value) : value);
	}

	@Override
	public long getLong(int index) {
		long value = this.memory.getLong(index);
		return REVERSES ? Long.reverseBytes(value) : value;
	}

	@Override
	public void putLong(int index, long value) {
		this.memory.putLong(index, REVERSES ? Long.reverseBytes(value) : value);
	}

	@Override
	public byte[] toOwnArray() {
		byte[] bytes = new byte[length()];
		this.memory.get(0, bytes);
		this.memory.close();
		return bytes;
	}

}

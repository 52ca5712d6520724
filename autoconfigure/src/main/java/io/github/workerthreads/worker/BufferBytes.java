package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * The content of a buffer. Numbers are big-endian. Not thread-safe.
 */
sealed interface BufferBytes permits HeapBytes, SharedBytes {

	int length();

	byte get(int index);

	void put(int index, byte value);

	void get(int index, byte[] target, int offset, int length);

	void put(int index, byte[] source, int offset, int length);

	int getInt(int index);

	void putInt(int index, int value);

	long getLong(int index);

	void putLong(int index, long value);

	/**
	 * Return the bytes as an array that is nobody else's, and give up what is not in it.
	 * @return the bytes, not copied if they are in an array already
	 */
	byte[] toOwnArray();

	/**
	 * Return the memory in which other processes can see the bytes.
	 * @return the memory, or {@code null} if there is none
	 */
	@Nullable SharedMemory memory();

}

package io.github.workerthreads.worker;

import java.nio.ByteBuffer;

/**
 * Checks of where accesses to shared memory go.
 */
final class Bounds {

	private Bounds() {
	}

	/**
	 * Check an access that may lie anywhere.
	 * @param offset the index of its first byte
	 * @param length how many bytes it has
	 * @param data the region
	 * @return the offset
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 */
	static int inside(int offset, int length, ByteBuffer data) {
		if (offset < 0 || offset > data.limit() - length) {
			throw outside(offset, length, data);
		}
		return offset;
	}

	/**
	 * Check an access that has to lie at a multiple of its length.
	 * @param offset the index of its first byte
	 * @param length how many bytes it has, a power of two
	 * @param data the region
	 * @return the offset
	 * @throws IndexOutOfBoundsException if it is not inside the region
	 * @throws IllegalArgumentException if it is not aligned
	 */
	static int aligned(int offset, int length, ByteBuffer data) {
		if ((inside(offset, length, data) & (length - 1)) != 0) {
			throw misaligned(offset, length);
		}
		return offset;
	}

	/**
	 * Check the part of an array that takes part in an access.
	 * @param start where the part begins
	 * @param length how long it is
	 * @param array the array
	 * @throws IndexOutOfBoundsException if it is not inside the array
	 */
	static void part(int start, int length, byte[] array) {
		if (length < 0 || start < 0 || start > array.length - length) {
			throw new IndexOutOfBoundsException("%d bytes from index %d on are not inside the array of %d bytes"
				.formatted(length, start, array.length));
		}
	}

	private static IndexOutOfBoundsException outside(int offset, int length, ByteBuffer data) {
		return new IndexOutOfBoundsException("%d bytes at offset %d are not inside the shared memory of %d bytes"
			.formatted(length, offset, data.limit()));
	}

	private static IllegalArgumentException misaligned(int offset, int length) {
		return new IllegalArgumentException(("'offset' must be a multiple of %d for an atomic access to %d bytes "
				+ "but was %d. Plain access may lie anywhere")
			.formatted(length, length, offset));
	}

}

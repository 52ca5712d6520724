package io.github.workerthreads.message;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What became of each value of a message, found by identity. Entries are numbered in the
 * order in which their originals were met. Not thread-safe.
 */
final class IdentityTable {

	private static final int INITIAL_ENTRIES = 8;

	private static final int FAST_GROWTH = 4096;

	/**
	 * Hashes and numbers of entries plus one, by hash; at most half full. The hash is
	 * kept since asking an object for it means to load the object.
	 */
	private long[] index = new long[INITIAL_ENTRIES * 2];

	/**
	 * Original and its counterpart, alternately.
	 */
	private @Nullable Object[] entries = new @Nullable Object[INITIAL_ENTRIES * 2];

	private int size;

	/**
	 * Find the entry of an original, or add one without a counterpart.
	 * @param original the original
	 * @return the number of the entry, or its complement if it was added
	 */
	int claim(Object original) {
		if (this.size << 1 == this.entries.length) {
			grow();
		}
		int hash = System.identityHashCode(original);
		int mask = this.index.length - 1;
		int slot = hash & mask;
		long found;
		while ((found = this.index[slot]) != 0) {
			if ((int) (found >>> 32) == hash && this.entries[((int) found - 1) << 1] == original) {
				return (int) found - 1;
			}
			slot = (slot + 1) & mask;
		}
		int number = this.size++;
		this.entries[number << 1] = original;
		this.index[slot] = ((long) hash << 32) | (number + 1);
		return ~number;
	}

	int size() {
		return this.size;
	}

	@Nullable Object original(int number) {
		return this.entries[number << 1];
	}

	@Nullable Object get(int number) {
		return this.entries[(number << 1) + 1];
	}

	void set(int number, Object counterpart) {
		this.entries[(number << 1) + 1] = counterpart;
	}

	private void grow() {
		int factor = (this.size < FAST_GROWTH) ? 4 : 2;
		this.entries = Arrays.copyOf(this.entries, this.entries.length * factor);
		long[] index = new long[this.index.length * factor];
		int mask = index.length - 1;
		for (long found : this.index) {
			if (found != 0) {
				int slot = (int) (found >>> 32) & mask;
				while (index[slot] != 0) {
					slot = (slot + 1) & mask;
				}
				index[slot] = found;
			}
		}
		this.index = index;
	}

}

package io.github.workerthreads.message;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What became of each value of a message, found by identity. Entries are numbered in the
 * order in which their originals were met. Not thread-safe.
 */
final class IdentityTable implements Counterparts {

	private static final int INITIAL_ENTRIES = 4;

	/**
	 * Up to this size a look at all entries costs less than the hash of an object that
	 * has none yet.
	 */
	private static final int UNINDEXED_ENTRIES = 8;

	private static final int FAST_GROWTH = 4096;

	private static final int MAX_INDEX = 1 << 30;

	private static final int[] NO_INDEX = {};

	/**
	 * Numbers of entries plus one, by hash; at most a quarter full, so that mostly the
	 * first look finds what there is. The bits that numbers do not need are those of the
	 * hash, since asking an object for it means to load the object. Empty as long as
	 * there are few entries.
	 */
	private int[] index = NO_INDEX;

	/**
	 * Original and its counterpart, alternately.
	 */
	private @Nullable Object[] entries;

	private int size;

	IdentityTable() {
		this(INITIAL_ENTRIES);
	}

	/**
	 * Create a table.
	 * @param expected how many entries there will probably be
	 */
	IdentityTable(int expected) {
		int capacity = Math.max(2, expected);
		if (capacity >= UNINDEXED_ENTRIES) {
			// a power of two, as the index needs it
			capacity = Integer.highestOneBit(capacity - 1) << 1;
			this.index = new int[capacity * 4];
		}
		this.entries = new @Nullable Object[capacity * 2];
	}

	/**
	 * Find the entry of an original, or add one without a counterpart.
	 * @param original the original
	 * @return the number of the entry, or its complement if it was added
	 */
	int claim(Object original) {
		if (this.index.length > 0) {
			return claimIndexed(original);
		}
		for (int number = 0; number < this.size; number++) {
			if (this.entries[number << 1] == original) {
				return number;
			}
		}
		if (this.size << 1 == this.entries.length) {
			this.entries = Arrays.copyOf(this.entries, UNINDEXED_ENTRIES * 4);
		}
		return ~add(original);
	}

	private int claimIndexed(Object original) {
		if (this.size << 1 == this.entries.length) {
			grow();
		}
		int[] index = this.index;
		int mask = index.length - 1;
		int hash = System.identityHashCode(original);
		int slot = hash & mask;
		int found;
		while ((found = index[slot]) != 0) {
			int number = (found & mask) - 1;
			if (((found ^ hash) & ~mask) == 0 && this.entries[number << 1] == original) {
				return number;
			}
			slot = (slot + 1) & mask;
		}
		int number = add(original);
		index[slot] = (hash & ~mask) | (number + 1);
		return ~number;
	}

	private int add(Object original) {
		int number = this.size++;
		this.entries[number << 1] = original;
		if (this.size == UNINDEXED_ENTRIES && this.index.length == 0) {
			index();
		}
		return number;
	}

	private void index() {
		int[] index = new int[Math.min(this.entries.length, MAX_INDEX / 2) * 2];
		int mask = index.length - 1;
		for (int number = 0; number < this.size; number++) {
			int hash = System.identityHashCode(this.entries[number << 1]);
			int slot = hash & mask;
			while (index[slot] != 0) {
				slot = (slot + 1) & mask;
			}
			index[slot] = (hash & ~mask) | (number + 1);
		}
		this.index = index;
	}

	int size() {
		return this.size;
	}

	/**
	 * Forget the latest entries.
	 * @param size how many to keep
	 */
	void truncate(int size) {
		Arrays.fill(this.entries, size << 1, this.size << 1, null);
		this.size = size;
		if (this.index.length > 0) {
			this.index = NO_INDEX;
			if (size >= UNINDEXED_ENTRIES) {
				index();
			}
		}
	}

	@Nullable Object original(int number) {
		return this.entries[number << 1];
	}

	@Nullable Object get(int number) {
		return this.entries[(number << 1) + 1];
	}

	@Override
	public void set(int number, Object counterpart) {
		this.entries[(number << 1) + 1] = counterpart;
	}

	private void grow() {
		int factor = (this.size < FAST_GROWTH) ? 4 : 2;
		this.entries = Arrays.copyOf(this.entries, this.entries.length * factor);
		index();
	}

}

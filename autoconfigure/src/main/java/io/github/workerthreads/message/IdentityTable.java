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

	private static final long[] NO_INDEX = {};

	/**
	 * Hashes and numbers of entries plus one, by hash; at most half full. The hash is
	 * kept since asking an object for it means to load the object. Empty as long as there
	 * are few entries.
	 */
	private long[] index = NO_INDEX;

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
			this.index = new long[capacity * 2];
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
		int number = add(original);
		this.index[slot] = entry(hash, number);
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

	private static long entry(int hash, int number) {
		return ((long) hash << 32) | (number + 1);
	}

	private void index() {
		this.index = new long[this.entries.length];
		for (int number = 0; number < this.size; number++) {
			insert(entry(System.identityHashCode(this.entries[number << 1]), number));
		}
	}

	private void insert(long entry) {
		int mask = this.index.length - 1;
		int slot = (int) (entry >>> 32) & mask;
		while (this.index[slot] != 0) {
			slot = (slot + 1) & mask;
		}
		this.index[slot] = entry;
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
		long[] old = this.index;
		this.index = new long[old.length * factor];
		for (long entry : old) {
			if (entry != 0) {
				insert(entry);
			}
		}
	}

}

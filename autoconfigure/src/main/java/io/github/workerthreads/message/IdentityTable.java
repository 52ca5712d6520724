package io.github.workerthreads.message;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What became of each value of a message, found by identity. Entries keep their number,
 * so that one can be changed without a search. Not thread-safe.
 */
final class IdentityTable {

	private static final int INITIAL_ENTRIES = 8;

	/**
	 * Numbers of entries plus one, by hash; at most half full.
	 */
	private int[] index = new int[INITIAL_ENTRIES * 2];

	/**
	 * Original and its counterpart, alternately.
	 */
	private @Nullable Object[] entries = new @Nullable Object[INITIAL_ENTRIES * 2];

	private int size;

	/**
	 * Find the entry of an original.
	 * @param original the original
	 * @return the number of the entry, or a negative number if there is none
	 */
	int find(Object original) {
		int mask = this.index.length - 1;
		int slot = hash(original) & mask;
		int number;
		while ((number = this.index[slot]) != 0) {
			if (this.entries[(number - 1) << 1] == original) {
				return number - 1;
			}
			slot = (slot + 1) & mask;
		}
		return -1;
	}

	/**
	 * Add an entry for an original that has none.
	 * @param original the original
	 * @param counterpart its counterpart
	 * @return the number of the entry
	 */
	int add(Object original, Object counterpart) {
		if (this.size << 1 == this.entries.length) {
			grow();
		}
		int number = this.size++;
		this.entries[number << 1] = original;
		this.entries[(number << 1) + 1] = counterpart;
		link(original, number);
		return number;
	}

	int size() {
		return this.size;
	}

	Object original(int number) {
		return this.entries[number << 1];
	}

	Object get(int number) {
		return this.entries[(number << 1) + 1];
	}

	void set(int number, Object counterpart) {
		this.entries[(number << 1) + 1] = counterpart;
	}

	private void grow() {
		this.entries = Arrays.copyOf(this.entries, this.entries.length * 2);
		this.index = new int[this.index.length * 2];
		for (int number = 0; number < this.size; number++) {
			link(original(number), number);
		}
	}

	private void link(Object original, int number) {
		int mask = this.index.length - 1;
		int slot = hash(original) & mask;
		while (this.index[slot] != 0) {
			slot = (slot + 1) & mask;
		}
		this.index[slot] = number + 1;
	}

	private static int hash(Object original) {
		int hash = System.identityHashCode(original);
		return hash ^ (hash >>> 15);
	}

}

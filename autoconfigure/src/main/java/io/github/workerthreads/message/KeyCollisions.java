package io.github.workerthreads.message;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Refuses keys that were chosen so that a hash table looks at most of them again and
 * again. Small tables are left alone: what they take is bounded by the number of values
 * of a message.
 */
enum KeyCollisions {

	/**
	 * Keys are not found by their hash, or by one that a message cannot choose.
	 */
	NONE {

		@Override
		long steps(int[] hashes) {
			return 0;
		}

	},

	/**
	 * Keys with different hashes don't hinder one another, nor do texts.
	 */
	TREES {

		@Override
		long steps(int[] hashes) {
			return chains(hashes);
		}

		@Override
		boolean counts(Object key) {
			return !(key instanceof String);
		}

	},

	/**
	 * Keys in the same slot are chained, as {@link java.util.Hashtable} does.
	 */
	CHAINS {

		@Override
		long steps(int[] hashes) {
			int slots = JdkCollections.tableSize(hashes.length);
			return chains(Arrays.stream(hashes).map((hash) -> (hash & Integer.MAX_VALUE) % slots).toArray());
		}

	},

	/**
	 * Keys go to the next slot that is free, as those of immutable sets and maps do.
	 */
	PROBES {

		@Override
		long steps(int[] hashes) {
			int[] slots = new int[hashes.length * 2];
			for (int hash : hashes) {
				slots[Math.floorMod(hash, slots.length)]++;
			}
			long steps = 0;
			long waiting = 0;
			for (int i = 0; i < slots.length * 2; i++) {
				waiting = Math.max(waiting + ((i < slots.length) ? slots[i] : 0) - 1, 0);
				steps += waiting;
			}
			return steps;
		}

	};

	/**
	 * Fewer keys are not looked at.
	 */
	static final int FEW = 1_000;

	private static final int STEPS_PER_KEY = 500;

	/**
	 * Estimate the steps that keys take beyond one for each.
	 * @param hashes their hashes
	 * @return the number of steps
	 */
	abstract long steps(int[] hashes);

	boolean counts(Object key) {
		return true;
	}

	/**
	 * Check the keys of a set or map.
	 * @param parts an array with the keys
	 * @param start where the first key is
	 * @param distance how far the next key is from one
	 * @throws UncloneableException if the keys take too many steps
	 */
	void check(@Nullable Object[] parts, int start, int distance) {
		if (this == NONE || (parts.length - start) / distance <= FEW) {
			return;
		}
		int[] hashes = new int[(parts.length - start) / distance];
		int count = 0;
		for (int i = start; i < parts.length; i += distance) {
			Object key = parts[i];
			if (key != null && counts(key)) {
				hashes[count++] = key.hashCode();
			}
		}
		if (steps(Arrays.copyOf(hashes, count)) > (long) STEPS_PER_KEY * hashes.length + FEW * FEW) {
			throw new UncloneableException(
					"too many of its keys have the same hash code; give their class a better one");
		}
	}

	private static long chains(int[] slots) {
		Arrays.sort(slots);
		long steps = 0;
		int length = 0;
		for (int i = 1; i < slots.length; i++) {
			length = (slots[i] == slots[i - 1]) ? length + 1 : 0;
			steps += length;
		}
		return steps;
	}

}

package io.github.workerthreads.message;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link KeyCollisions}.
 */
class KeyCollisionsTests {

	// With so many keys of one hash, the steps are more than 500 for each and a million
	private static final int TOO_MANY = 2_001;

	@ParameterizedTest
	@EnumSource
	void keysWithHashesOfTheirOwnTakeNoSteps(KeyCollisions collisions) {
		assertThat(collisions.steps(new int[0])).isZero();
		assertThat(collisions.steps(new int[] { 0, 1, 2, 3 })).isZero();
	}

	@Test
	void eachKeyLooksAtThoseBeforeItInItsSlot() {
		assertThat(KeyCollisions.TREES.steps(new int[] { 7, 1, 7, 7, 1 })).isEqualTo(3 + 1);
		int slots = JdkCollections.tableSize(3);
		assertThat(KeyCollisions.CHAINS.steps(new int[] { 0, slots, 2 * slots })).isEqualTo(3);
		assertThat(KeyCollisions.CHAINS.steps(new int[] { 1, 1 + Integer.MIN_VALUE, 2 })).isEqualTo(1);
		assertThat(KeyCollisions.NONE.steps(new int[] { 1, 1, 1 })).isZero();
	}

	@Test
	void keyWithoutARoomMovesOnToTheNextSlotAndFromTheLastToTheFirst() {
		assertThat(KeyCollisions.PROBES.steps(new int[] { 0, 0, 0 })).isEqualTo(2 + 1);
		assertThat(KeyCollisions.PROBES.steps(new int[] { 0, 0, 1 })).isEqualTo(1 + 1);
		assertThat(KeyCollisions.PROBES.steps(new int[] { -1, -1, -1 })).isEqualTo(2 + 1);
	}

	@Test
	void keysAreRefusedFromSoManyStepsOn() {
		Object[] keys = new Object[TOO_MANY];
		Arrays.fill(keys, new HostileMessageTests.Constant(1));
		assertThatExceptionOfType(UncloneableException.class).isThrownBy(() -> KeyCollisions.TREES.check(keys, 0, 1))
			.satisfies((ex) -> assertThat(ex.reason()).startsWith("too many of its keys have the same hash code"));
		assertThatNoException().isThrownBy(() -> KeyCollisions.TREES.check(Arrays.copyOf(keys, TOO_MANY - 1), 0, 1));
		assertThatNoException().isThrownBy(() -> KeyCollisions.NONE.check(keys, 0, 1));
		keys[0] = null;
		assertThatNoException().isThrownBy(() -> KeyCollisions.TREES.check(keys, 0, 1));
	}

	@Test
	void onlyTheKeysOfAMapCountAndTextsOnlyWhereTheyAreChained() {
		Object[] entries = new Object[1 + 2 * TOO_MANY];
		Object[] swapped = new Object[1 + 2 * TOO_MANY];
		for (int i = 1; i < entries.length; i += 2) {
			entries[i] = i;
			entries[i + 1] = "text";
			swapped[i] = "text";
			swapped[i + 1] = i;
		}
		assertThatNoException().isThrownBy(() -> KeyCollisions.CHAINS.check(entries, 1, 2));
		assertThatExceptionOfType(UncloneableException.class)
			.isThrownBy(() -> KeyCollisions.CHAINS.check(swapped, 1, 2));
		assertThatNoException().isThrownBy(() -> KeyCollisions.TREES.check(swapped, 1, 2));
	}

}

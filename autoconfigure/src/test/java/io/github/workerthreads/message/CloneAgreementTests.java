package io.github.workerthreads.message;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that copy and bytes make the same of random messages: clones of the same shape,
 * or refusals of the same value.
 */
class CloneAgreementTests {

	private static final int MESSAGES = 2_000;

	@ParameterizedTest
	@ValueSource(ints = { 3, 8, 20, 60 })
	void graphsBecomeTheSame(int size) {
		for (int seed = 0; seed < MESSAGES; seed++) {
			Object original = new RandomGraph(new Random(seed), size).build();
			Object copy = Clones.COPY.clone("graph", original);
			Object decoded = Clones.BYTES.clone("graph", original);
			assertThat(RandomGraph.difference(copy, decoded)).as("graph %s of size %s", seed, size).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 10, 40 })
	void treesAreEqualOrRefusedWithTheSamePath(int size) {
		int refused = 0;
		for (int seed = 0; seed < MESSAGES; seed++) {
			Object original = new Tree(new Random(seed), size).build();
			String refusal = refusal(Clones.COPY, original);
			assertThat(refusal(Clones.BYTES, original)).as("tree %s of size %s", seed, size).isEqualTo(refusal);
			if (refusal == null) {
				assertThat(Clones.BYTES.clone("tree", original)).as("tree %s of size %s", seed, size)
					.isEqualTo(Clones.COPY.clone("tree", original));
			}
			else {
				refused++;
			}
		}
		assertThat(refused).isBetween(MESSAGES / 100, MESSAGES - MESSAGES / 100);
	}

	@Test
	void bytesOfAMessageAreTheSameEachTime() {
		for (int seed = 0; seed < 100; seed++) {
			Object original = new RandomGraph(new Random(seed), 20).build();
			assertThat(Clones.CODEC.encode("graph", original)).isEqualTo(Clones.CODEC.encode("graph", original));
		}
	}

	private static @Nullable String refusal(Clones clones, Object message) {
		try {
			clones.clone("tree", message);
			return null;
		}
		catch (DataCloneException ex) {
			return ex.getPath();
		}
	}

	/**
	 * Values in one another at random, some of which cannot be cloned.
	 */
	private static final class Tree {

		private final Random random;

		private int left;

		Tree(Random random, int size) {
			this.random = random;
			this.left = size;
		}

		Object build() {
			if (this.left-- <= 0) {
				return this.random.nextInt();
			}
			return switch (this.random.nextInt(12)) {
				case 0 -> new ArrayList<>(List.of(build(), build()));
				case 1 -> List.of(build(), build(), build());
				case 2 -> new HashMap<>(Map.of("a", build(), "b", build()));
				case 3 -> new TreeMap<>(Map.of(1L, build(), 2L, build()));
				case 4 -> Optional.of(build());
				case 5 -> new Leaf(this.random.nextLong(), "leaf", build());
				case 6 -> Collections.unmodifiableMap(new HashMap<>(Map.of('c', build())));
				case 7 -> Collections.singletonList(build());
				case 8 -> "text " + this.random.nextInt();
				case 9 -> new Probe(this.random.nextInt());
				case 10 -> this.random.nextDouble();
				default -> (this.random.nextInt(20) == 0) ? InputStream.nullInputStream() : List.of(build());
			};
		}

	}

	record Leaf(long number, String text, Object content) {

	}

}

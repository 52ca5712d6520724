package io.github.workerthreads.message;

import java.util.Random;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that copies of random graphs, full of cycles through mutable and immutable
 * values, have the shape of their original and share nothing mutable with it.
 */
@ParameterizedClass
@EnumSource
class GraphShapeTests {

	private static final int GRAPHS = 2_000;

	@Parameter
	Clones clones;

	@ParameterizedTest
	@ValueSource(ints = { 3, 6, 12, 40 })
	void copyHasTheShapeOfItsOriginal(int size) {
		for (int seed = 0; seed < GRAPHS; seed++) {
			Object original = new RandomGraph(new Random(seed), size).build();
			Object copy = this.clones.clone("graph", original);
			assertThat(RandomGraph.difference(original, copy)).as("graph %s of size %s", seed, size).isNull();
		}
	}

}

package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DirectCopier} and what follows when it gives up.
 */
class DirectCopierTests {

	private final StructuredClone structuredClone = new StructuredClone();

	@Test
	void valueThatIsMetTwiceIsCopiedOnce() {
		Box shared = new Box();
		Map<String, Object> message = new HashMap<>(Map.of("one", shared, "list", new ArrayList<>(List.of(shared))));
		Map<String, Object> copy = this.structuredClone.clone("message", message);
		assertThat(copy).isNotSameAs(message).containsOnlyKeys("one", "list");
		assertThat(copy.get("one")).isNotSameAs(shared).isSameAs(((List<?>) copy.get("list")).get(0));
	}

	@Test
	void argumentsShareValuesAlthoughOneOfThemIsInACycle() {
		Box shared = new Box();
		Box first = new Box();
		first.content = shared;
		Box cyclic = new Box();
		Box inCycle = new Box();
		cyclic.content = new ArrayList<>(List.of(shared, inCycle));
		inCycle.content = cyclic;
		Box last = new Box();
		last.content = cyclic;
		for (int call = 0; call < 5; call++) {
			@Nullable Object[] copies = this.structuredClone.cloneArguments(new String[] { "a", "b", "c" }, new boolean[3],
					new Object[] { first, cyclic, last });
			List<?> content = (List<?>) ((Box) copies[1]).content;
			assertThat(content.get(0)).isNotSameAs(shared).isSameAs(((Box) copies[0]).content);
			assertThat(((Box) content.get(1)).content).isSameAs(copies[1]);
			assertThat(((Box) copies[2]).content).isSameAs(copies[1]);
		}
	}

	@Test
	void whatIsRefusedIsNamedWithItsPath() {
		Box box = new Box();
		box.content = new ArrayList<>(List.of("fine", new Box(), Map.of("key", new Object())));
		((Box) ((List<?>) box.content).get(1)).content = new HashMap<>(Map.of("stream", System.in));
		for (int call = 0; call < 3; call++) {
			assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.structuredClone.clone("box", box))
				.withMessageContaining("box.content[1].content[\"stream\"]");
		}
	}

	@Test
	void viewIsConnectedToItsMapWhicheverComesFirst() {
		Map<String, Box> map = new HashMap<>(Map.of("a", new Box()));
		List<Object> message = new ArrayList<>(List.of(map.values(), map));
		List<Object> copy = this.structuredClone.clone("message", message);
		Map<?, ?> copiedMap = (Map<?, ?>) copy.get(1);
		assertThat(copiedMap.values()).hasSize(1).isNotSameAs(map.values());
		assertThat(((Iterable<?>) copy.get(0)).iterator().next()).isSameAs(copiedMap.get("a"));
	}

	@Test
	void subclassesOfListsAndMapsKeepTheirFields() {
		Named named = new Named();
		named.name = "tags";
		named.add("x");
		Named copy = this.structuredClone.clone("named", named);
		assertThat(copy).containsExactly("x").isNotSameAs(named);
		assertThat(copy.name).isEqualTo("tags");
	}

	@Test
	void historySuggestsLongWayForTwiceAsManyMessagesAfterEachFailure() {
		MessageHistory history = new MessageHistory();
		assertThat(history.suggestsDirectCopy()).isTrue();
		for (int detours : new int[] { 1, 3, 7 }) {
			history.failed();
			for (int i = 0; i < detours; i++) {
				assertThat(history.suggestsDirectCopy()).isFalse();
			}
			assertThat(history.suggestsDirectCopy()).isTrue();
		}
		history.copied(1);
		history.failed();
		assertThat(history.suggestsDirectCopy()).isFalse();
		assertThat(history.suggestsDirectCopy()).isTrue();
	}

	@Test
	void historyExpectsNotMoreThanEachOfTheLastTwoMessagesHad() {
		MessageHistory history = new MessageHistory();
		history.copied(1000);
		assertThat(history.expectedValues()).isZero();
		history.copied(900);
		assertThat(history.expectedValues()).isEqualTo(900);
		history.copied(3);
		assertThat(history.expectedValues()).isEqualTo(3);
		history.copied(1000);
		assertThat(history.expectedValues()).isEqualTo(3);
	}

	@Test
	void tableForgetsOnlyTheLatestEntries() {
		for (int expected : new int[] { 0, 3, 9, 40 }) {
			IdentityTable table = new IdentityTable(expected);
			List<Object> originals = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				originals.add(new Object());
				assertThat(table.claim(originals.get(i))).isEqualTo(~i);
			}
			for (int kept : new int[] { 30, 8, 7, 0 }) {
				table.truncate(kept);
				assertThat(table.size()).isEqualTo(kept);
				for (int i = 0; i < kept; i++) {
					assertThat(table.claim(originals.get(i))).isEqualTo(i);
				}
				assertThat(table.claim(originals.get(kept))).isEqualTo(~kept);
			}
		}
	}

	private static final class Box {

		private @Nullable Object content;

	}

	private static final class Named extends ArrayList<String> {

		private static final long serialVersionUID = 1;

		private String name = "";

	}

}

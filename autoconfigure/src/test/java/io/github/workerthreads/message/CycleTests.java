package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for messages whose values refer back to values they are in.
 */
@ParameterizedClass
@EnumSource
class CycleTests {

	@Parameter
	Clones clones;

	@Test
	void listInItselfIsKept() {
		List<Object> original = new ArrayList<>();
		original.add(original);
		List<Object> copy = this.clones.clone("list", original);
		assertThat(copy.get(0) == copy).isTrue();
		assertThat(copy == original).isFalse();
	}

	@Test
	void arrayInItselfIsKept() {
		Object[] original = new Object[1];
		original[0] = original;
		Object[] copy = this.clones.clone("array", original);
		assertThat(copy[0]).isSameAs(copy).isNotSameAs(original);
	}

	@Test
	void parentsAndChildrenAreKept() {
		Parent original = new Parent("p");
		Child first = new Child(1, original);
		Child second = new Child(2, original);
		original.children.add(first);
		original.children.add(second);
		original.byId.put("first", first);
		original.favourite = Optional.of(second);
		for (Object start : List.of(original, first, second)) {
			Object started = this.clones.clone("start", start);
			Parent copy = (started instanceof Child child) ? child.parent : (Parent) started;
			assertThat(copy).isNotSameAs(original);
			assertThat(copy.children).hasSize(2).allSatisfy((child) -> {
				assertThat(child.parent).isSameAs(copy);
				assertThat(copy.children.contains(child)).isTrue();
				assertThat(child).isNotSameAs(first).isNotSameAs(second);
			});
			assertThat(copy.children.contains(copy.byId.get("first"))).isTrue();
			assertThat(copy.byId.get("first").id).isEqualTo(1);
			assertThat(copy.favourite.orElseThrow().id).isEqualTo(2);
			assertThat(copy.children).anyMatch((child) -> child == copy.favourite.orElseThrow());
		}
	}

	@Test
	void setOfChildrenWhoseHashComesFromTheirParentIsFilledLast() {
		Parent parent = new Parent("name");
		NamedAfterParent child = new NamedAfterParent(parent, 1);
		parent.named.add(child);
		for (Object start : List.of(parent, child)) {
			Object started = this.clones.clone("start", start);
			Parent copy = (started instanceof NamedAfterParent named) ? named.parent : (Parent) started;
			assertThat(copy.named.contains(copy.named.iterator().next())).isTrue();
			assertThat(copy.named.contains(new NamedAfterParent(new Parent("name"), 1))).isTrue();
		}
	}

	@Test
	void recordAndListFindEachOtherFromEitherSide() {
		Team team = new Team("t", new ArrayList<>(), new HashMap<>());
		team.members().add(team);
		team.index().put("self", team);
		Team copy = this.clones.clone("team", team);
		assertThat(copy.members().get(0)).isSameAs(copy);
		assertThat(copy.index().get("self")).isSameAs(copy);
		List<Object> members = this.clones.clone("members", team.members());
		assertThat(((Team) members.get(0)).members()).isSameAs(members);
		assertThat(((Team) members.get(0)).index().get("self")).isSameAs(members.get(0));
	}

	@Test
	void recordsInOneCycleFindEachOther() {
		Team first = new Team("first", new ArrayList<>(), new HashMap<>());
		Team second = new Team("second", new ArrayList<>(), new HashMap<>());
		first.members().add(second);
		second.members().add(first);
		first.index().put("second", second);
		List<Team> copies = this.clones.clone("teams", List.of(first, second, first));
		assertThat(copies.get(0)).isSameAs(copies.get(2)).isNotSameAs(first);
		assertThat(copies.get(0).members().get(0)).isSameAs(copies.get(1));
		assertThat(copies.get(1).members().get(0)).isSameAs(copies.get(0));
		assertThat(copies.get(0).index().get("second")).isSameAs(copies.get(1));
	}

	@Test
	void immutableWrappersOfACycleAreRebuilt() {
		List<Object> list = new ArrayList<>();
		List<Object> view = Collections.unmodifiableList(list);
		AtomicReference<Object> reference = new AtomicReference<>(Optional.of(List.of(view, "a")));
		list.add(reference);
		List<Object> copy = this.clones.clone("view", view);
		assertThat(copy).hasSameClassAs(view);
		Object inner = ((AtomicReference<?>) copy.get(0)).get();
		assertThat(((List<?>) ((Optional<?>) inner).get()).get(0)).isSameAs(copy);
	}

	@Test
	void immutableSetInACycleFindsItsElements() {
		Parent parent = new Parent("name");
		Child child = new Child(1, parent);
		parent.fixed = Set.of(child);
		parent.fixedMap = Map.of(child, parent);
		for (Object start : List.of(parent, child)) {
			Object started = this.clones.clone("start", start);
			Parent copy = (started instanceof Child named) ? named.parent : (Parent) started;
			Child only = copy.fixed.iterator().next();
			assertThat(copy.fixed.contains(only)).isTrue();
			assertThat(copy.fixedMap.get(only)).isSameAs(copy);
			assertThat(only.parent).isSameAs(copy);
		}
	}

	@Test
	void immutableSetWhoseHashesDependOnTheCycleIsRefused() {
		Parent parent = new Parent("late");
		parent.fixedNames = IntStream.range(0, 50)
			.mapToObj((number) -> new NamedAfterParent(parent, number))
			.collect(Collectors.toUnmodifiableSet());
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("parent", parent))
			.withMessageContaining("a cycle that the hash codes of its elements depend on")
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("parent.fixedNames"));
	}

	@Test
	void sortedMapInACycleWithItsComparatorsCompanionIsKept() {
		TreeMap<String, Object> original = new TreeMap<>(new ByLength());
		original.put("a", new ArrayList<>(List.of(original)));
		TreeMap<String, Object> copy = this.clones.clone("map", original);
		assertThat(((List<?>) copy.get("a")).get(0)).isSameAs(copy);
		assertThat(copy.comparator()).isInstanceOf(ByLength.class);
	}

	@Test
	void cycleThroughManyNodesIsKept() {
		Ring first = new Ring();
		Ring last = first;
		for (int i = 1; i < 100_000; i++) {
			Ring next = new Ring();
			next.previous = last;
			last.next = next;
			last = next;
		}
		last.next = first;
		first.previous = last;
		Ring copy = this.clones.clone("ring", first);
		Ring node = copy;
		for (int i = 0; i < 100_000; i++) {
			assertThat(node.next.previous == node).isTrue();
			node = node.next;
		}
		assertThat(node).isSameAs(copy);
	}

	@Test
	void unconnectedCyclesInOneMessageAreKept() {
		List<Object> message = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Team team = new Team("t" + i, new ArrayList<>(), new HashMap<>());
			team.members().add(team);
			message.add(team);
			message.add(new HashSet<>(Set.of(new Probe(i))));
		}
		List<Object> copy = this.clones.clone("message", message);
		for (int i = 0; i < 3; i++) {
			Team team = (Team) copy.get(2 * i);
			assertThat(team.name()).isEqualTo("t" + i);
			assertThat(team.members().get(0)).isSameAs(team);
			assertThat(copy.get(2 * i + 1)).isEqualTo(Set.of(new Probe(i)));
		}
	}

	record Team(String name, List<Object> members, Map<String, Object> index) {

	}

	static class Parent {

		/**
		 * Set when the parent is completed, as its declared type may be copied.
		 */
		final Object title;

		final Set<Child> children = new LinkedHashSet<>();

		final Map<String, Child> byId = new HashMap<>();

		final Set<NamedAfterParent> named = new HashSet<>();

		Optional<Child> favourite = Optional.empty();

		Set<Child> fixed = Set.of();

		Map<Child, Parent> fixedMap = Map.of();

		Set<NamedAfterParent> fixedNames = Set.of();

		Parent(Object title) {
			this.title = title;
		}

	}

	static class Child {

		final Parent parent;

		final int id;

		Child(int id, Parent parent) {
			this.id = id;
			this.parent = parent;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Child child && child.id == this.id;
		}

		@Override
		public int hashCode() {
			return this.id;
		}

	}

	static class NamedAfterParent {

		final Parent parent;

		final int number;

		NamedAfterParent(Parent parent, int number) {
			this.parent = parent;
			this.number = number;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof NamedAfterParent named && named.hashCode() == hashCode();
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.parent.title, this.number);
		}

	}

	static class Ring {

		Ring previous;

		Ring next;

	}

	static class ByLength implements Comparator<String> {

		private int factor = 1;

		@Override
		public int compare(String first, String second) {
			return this.factor * Integer.compare(first.length(), second.length());
		}

	}

}

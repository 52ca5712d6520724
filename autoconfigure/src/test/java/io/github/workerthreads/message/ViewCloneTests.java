package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for views of collections, and for what a collection is beside its elements.
 */
@ParameterizedClass
@EnumSource
class ViewCloneTests {

	@Parameter
	Clones clones;

	@Test
	void wrapperAndWhatItWrapsStayConnected() {
		List<Probe> list = new ArrayList<>(List.of(new Probe(1)));
		Map<String, Probe> map = new HashMap<>(Map.of("a", new Probe(1)));
		for (List<Object> original : List.<List<Object>>of(
				List.of(list, Collections.unmodifiableList(list), map, Collections.unmodifiableMap(map)),
				List.of(list, Collections.synchronizedList(list), map, Collections.synchronizedMap(map)))) {
			List<Object> copy = this.clones.clone("message", original);
			((List<Probe>) copy.get(0)).add(new Probe(2));
			((Map<String, Probe>) copy.get(2)).put("b", new Probe(2));
			assertThat((List<?>) copy.get(1)).hasSize(2);
			assertThat((Map<?, ?>) copy.get(3)).hasSize(2);
		}
		assertThat(list).hasSize(1);
		assertThat(map).hasSize(1);
	}

	@Test
	void wrapperKeepsHowWhatItWrapsFindsItsKeys() {
		Map<String, Probe> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		ignoringCase.put("Key", new Probe(1));
		Map<String, Probe> copy = this.clones.clone("map", Collections.unmodifiableMap(ignoringCase));
		assertThat(copy.get("kEY")).isEqualTo(new Probe(1));
	}

	@Test
	void wrapperOfEnumSetIsCopied() {
		Set<TimeUnit> original = Collections.unmodifiableSet(EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS));
		assertThat(this.clones.clone("units", original)).hasSameClassAs(original).isEqualTo(original);
	}

	@Test
	void viewOfAMapStaysAViewOfItsCopy() {
		for (Map<Object, Object> map : List.of(new HashMap<>(), new LinkedHashMap<>(), new TreeMap<>(),
				new ConcurrentHashMap<>())) {
			map.put("a", 1);
			List<Object> copy = this.clones.clone("message",
					List.of(new ArrayList<>(List.of(map, map.keySet(), map.values(), map.entrySet()))));
			List<?> parts = (List<?>) copy.get(0);
			((Map<Object, Object>) parts.get(0)).put("b", 2);
			assertThat((Collection<?>) parts.get(1)).hasSize(2);
			assertThat((Collection<?>) parts.get(2)).hasSize(2);
			assertThat((Collection<?>) parts.get(3)).hasSize(2);
			assertThat(map).hasSize(1);
		}
	}

	@Test
	void viewWithoutItsMapBecomesACollection() {
		Map<String, Probe> map = new LinkedHashMap<>();
		map.put("b", new Probe(1));
		map.put("a", new Probe(2));
		assertThat(this.clones.clone("keys", map.keySet())).isInstanceOf(LinkedHashSet.class).containsExactly("b", "a");
		assertThat(this.clones.clone("values", map.values())).isInstanceOf(ArrayList.class)
			.containsExactly(new Probe(1), new Probe(2))
			.doesNotContainSequence(map.get("b"), map.get("b"));
		Set<Map.Entry<String, Probe>> entries = this.clones.clone("entries", map.entrySet());
		map.get("b").change(9);
		assertThat(entries).contains(Map.entry("b", new Probe(1)));
		assertThat(this.clones.clone("entry", map.entrySet().iterator().next()))
			.isEqualTo(Map.entry("b", new Probe(9)));
	}

	@Test
	void partOfACollectionBecomesACollection() {
		List<Probe> list = new ArrayList<>(List.of(new Probe(1), new Probe(2), new Probe(3)));
		List<Probe> part = this.clones.clone("part", list.subList(1, 3));
		assertThat(part).isInstanceOf(ArrayList.class).containsExactly(new Probe(2), new Probe(3));
		TreeMap<String, Integer> map = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
		assertThat(this.clones.clone("part", map.headMap("c"))).isInstanceOf(TreeMap.class)
			.isEqualTo(Map.of("a", 1, "b", 2));
		assertThat(this.clones.clone("part", map.descendingMap()).firstEntry()).isEqualTo(Map.entry("c", 3));
		assertThat(this.clones.clone("part", new TreeSet<>(map.keySet()).tailSet("b"))).isInstanceOf(TreeSet.class)
			.containsExactly("b", "c");
		List<Probe> immutable = List.of(new Probe(1), new Probe(2), new Probe(3)).subList(0, 2);
		List<Probe> copy = this.clones.clone("part", immutable);
		immutable.get(0).change(9);
		assertThat(copy).containsExactly(new Probe(1), new Probe(2));
	}

	@Test
	void fixedListStaysFixed() {
		List<Probe> original = Arrays.asList(new Probe(1), null);
		List<Probe> copy = this.clones.clone("list", original);
		copy.set(1, new Probe(2));
		assertThat(copy).hasSameClassAs(original).containsExactly(new Probe(1), new Probe(2));
		assertThat(original).containsExactly(new Probe(1), null);
	}

	@Test
	void listThatTakesNullStillDoes() {
		List<Probe> withNull = Arrays.asList(new Probe(1), null).stream().toList();
		List<Probe> without = List.of(new Probe(1), new Probe(2), new Probe(3));
		assertThat(this.clones.clone("list", withNull).contains(null)).isTrue();
		List<Probe> strict = this.clones.clone("list", without);
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> strict.contains(null));
	}

	@Test
	void comparatorsAreKept() {
		for (Comparator<String> comparator : List.<Comparator<String>>of(String.CASE_INSENSITIVE_ORDER,
				Comparator.naturalOrder(), Comparator.reverseOrder(),
				Collections.reverseOrder(String.CASE_INSENSITIVE_ORDER), Alphabet.BACKWARDS, new ByLength(true),
				Collections.reverseOrder(new ByLength(false)))) {
			TreeSet<String> set = new TreeSet<>(comparator);
			TreeMap<String, Probe> map = new TreeMap<>(comparator);
			PriorityQueue<String> queue = new PriorityQueue<>(comparator);
			for (String text : List.of("bb", "a", "C", "dddd")) {
				set.add(text);
				map.put(text, new Probe(1));
				queue.add(text);
			}
			assertThat(this.clones.clone("set", set)).containsExactlyElementsOf(set);
			assertThat(this.clones.clone("map", map).keySet()).containsExactlyElementsOf(map.keySet());
			PriorityQueue<String> copy = this.clones.clone("queue", queue);
			while (!queue.isEmpty()) {
				assertThat(copy.poll()).isEqualTo(queue.poll());
			}
			assertThat(copy).isEmpty();
		}
	}

	@Test
	void comparatorThatIsALambdaIsRefused() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.clones.clone("set", new TreeSet<>(Comparator.comparing(String::length))))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("set.comparator"));
	}

	@Test
	void capacityIsKept() {
		ArrayBlockingQueue<String> array = new ArrayBlockingQueue<>(3);
		array.add("a");
		assertThat(this.clones.clone("queue", array).remainingCapacity()).isEqualTo(2);
		LinkedBlockingQueue<String> linked = new LinkedBlockingQueue<>(4);
		assertThat(this.clones.clone("queue", linked).remainingCapacity()).isEqualTo(4);
	}

	@Test
	void identityMapFindsCopiedKeys() {
		Probe key = new Probe(1);
		Map<Probe, String> map = new IdentityHashMap<>();
		map.put(key, "a");
		map.put(new Probe(1), "b");
		List<Object> copy = this.clones.clone("message", new ArrayList<>(List.of(key, map)));
		assertThat(((Map<?, ?>) copy.get(1)).get(copy.get(0))).isEqualTo("a");
		assertThat((Map<?, ?>) copy.get(1)).hasSize(2);
	}

	@Test
	void propertiesKeepTheirDefaults() {
		Properties defaults = new Properties();
		defaults.setProperty("a", "default");
		Properties original = new Properties(defaults);
		original.setProperty("b", "own");
		Properties copy = this.clones.clone("properties", original);
		defaults.setProperty("a", "changed");
		assertThat(copy.getProperty("a")).isEqualTo("default");
		assertThat(copy.getProperty("b")).isEqualTo("own");
		assertThat(copy).hasSize(1);
	}

	enum Alphabet implements Comparator<String> {

		BACKWARDS;

		@Override
		public int compare(String first, String second) {
			return second.compareTo(first);
		}

	}

	static class ByLength implements Comparator<String> {

		private boolean ascending;

		ByLength(boolean ascending) {
			this.ascending = ascending;
		}

		@Override
		public int compare(String first, String second) {
			int order = Comparator.comparing(String::length)
				.thenComparing(Comparator.naturalOrder())
				.compare(first, second);
			return this.ascending ? order : -order;
		}

	}

}

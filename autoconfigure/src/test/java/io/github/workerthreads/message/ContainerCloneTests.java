package io.github.workerthreads.message;

import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every kind of container keeps its class and content, and that what it holds
 * is not shared.
 */
@ParameterizedClass
@EnumSource
class ContainerCloneTests {

	@Parameter
	Clones clones;

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "collections", "maps", "others" })
	void containerKeepsItsClassAndSharesNothing(String name, Function<Probe, Object> holding,
			Function<Object, ?> content) {
		Probe probe = new Probe(1);
		Object original = holding.apply(probe);
		Object copy = this.clones.clone("container", original);
		assertThat(copy).isNotSameAs(original).hasSameClassAs(original);
		assertThat(content.apply(copy)).isEqualTo(new Probe(1)).isNotSameAs(probe);
		probe.change(2);
		assertThat(content.apply(copy)).isEqualTo(new Probe(1));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "collections", "maps", "others" })
	void containerOfUnchangingContentIsEqual(String name, Function<Object, Object> holding,
			Function<Object, ?> content) {
		Object original = holding.apply("text");
		Object copy = this.clones.clone("container", original);
		assertThat(copy).hasSameClassAs(original);
		assertThat(content.apply(copy)).isEqualTo("text");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("collections")
	void collectionIsEmptiedOnOneSideOnly(String name, Function<Object, Collection<?>> holding,
			Function<Object, ?> content) {
		Collection<?> original = holding.apply("text");
		Collection<?> copy = this.clones.clone("container", original);
		original.clear();
		assertThat((Object) content.apply(copy)).isEqualTo("text");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("maps")
	void mapIsEmptiedOnOneSideOnly(String name, Function<Object, Map<?, ?>> holding, Function<Object, ?> content) {
		Map<?, ?> original = holding.apply("text");
		Map<?, ?> copy = this.clones.clone("container", original);
		original.clear();
		assertThat((Object) content.apply(copy)).isEqualTo("text");
	}

	static Stream<Arguments> collections() {
		return Stream.of(new ArrayList<>(), new LinkedList<>(), new Vector<>(), new Stack<>(), new ArrayDeque<>(),
				new HashSet<>(), new LinkedHashSet<>(), new TreeSet<>(), new PriorityQueue<>(),
				new ConcurrentLinkedQueue<>(), new ConcurrentLinkedDeque<>(), new CopyOnWriteArrayList<>(),
				new CopyOnWriteArraySet<>(), new ConcurrentSkipListSet<>(), new LinkedBlockingQueue<>(),
				new LinkedBlockingDeque<>(), new LinkedTransferQueue<>(), new ArrayBlockingQueue<>(3),
				new PriorityBlockingQueue<>(), ConcurrentHashMap.newKeySet(),
				Collections.newSetFromMap(new IdentityHashMap<>()),
				Collections.newSetFromMap(new ConcurrentHashMap<>()), Collections.synchronizedList(new ArrayList<>()),
				Collections.synchronizedList(new LinkedList<>()), Collections.synchronizedSet(new HashSet<>()),
				Collections.synchronizedCollection(new ArrayDeque<>()),
				Collections.synchronizedSortedSet(new TreeSet<>()),
				Collections.synchronizedNavigableSet(new TreeSet<>()))
			.map((empty) -> Arguments.of(describe(empty), (Function<Object, Object>) (content) -> {
				empty.clear();
				((Collection<Object>) empty).add(content);
				return empty;
			}, first()));
	}

	static Stream<Arguments> maps() {
		return Stream
			.of(new HashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(4, 0.5F, true), new TreeMap<>(),
					new IdentityHashMap<>(), new Hashtable<>(), new Properties(), new ConcurrentHashMap<>(),
					new ConcurrentSkipListMap<>(), new EnumMap<>(TimeUnit.class),
					Collections.synchronizedMap(new HashMap<>()), Collections.synchronizedSortedMap(new TreeMap<>()),
					Collections.synchronizedNavigableMap(new TreeMap<>()))
			.map((empty) -> Arguments.of(describe(empty), (Function<Object, Object>) (content) -> {
				empty.clear();
				((Map<Object, Object>) empty).put(TimeUnit.DAYS, content);
				return empty;
			}, (Function<Map<Object, Object>, Object>) (map) -> map.get(TimeUnit.DAYS)));
	}

	static Stream<Arguments> others() {
		return Stream.of(other("array", (content) -> new Object[] { content }, (array) -> ((Object[]) array)[0]),
				other("nested array", (content) -> new Object[][] { {}, { content } },
						(array) -> ((Object[][]) array)[1][0]),
				other("List.of(1)", List::of, first()),
				other("List.of(3)", (content) -> List.of(content, "b", "c"), first()),
				other("Stream.toList", (content) -> Stream.of(content, null).toList(), first()),
				other("Set.of(1)", Set::of, first()),
				other("Map.of", (content) -> Map.of("key", content), byKey("key")),
				other("Map.of(2)", (content) -> Map.of("key", content, "other", "b"), byKey("key")),
				other("Map.of keys", (content) -> Map.of(content, "value"),
						(map) -> ((Map<?, ?>) map).keySet().iterator().next()),
				other("Map.entry", (content) -> Map.entry("key", content),
						(entry) -> ((Map.Entry<?, ?>) entry).getValue()),
				other("SimpleEntry", (content) -> new SimpleEntry<>("key", content),
						(entry) -> ((Map.Entry<?, ?>) entry).getValue()),
				other("SimpleImmutableEntry", (content) -> new SimpleImmutableEntry<>("key", content),
						(entry) -> ((Map.Entry<?, ?>) entry).getValue()),
				other("Optional", Optional::of, (optional) -> ((Optional<?>) optional).get()),
				other("Arrays.asList", Arrays::asList, first()), other("singleton", Collections::singleton, first()),
				other("singletonList", Collections::singletonList, first()),
				other("singletonMap", (content) -> Collections.singletonMap("key", content), byKey("key")),
				other("nCopies", (content) -> Collections.nCopies(3, content), first()),
				other("unmodifiableList", (content) -> Collections.unmodifiableList(list(content)), first()),
				other("unmodifiableList of LinkedList",
						(content) -> Collections.unmodifiableList(new LinkedList<>(list(content))), first()),
				other("unmodifiableCollection", (content) -> Collections.unmodifiableCollection(list(content)),
						first()),
				other("unmodifiableSet", (content) -> Collections.unmodifiableSet(new HashSet<>(list(content))),
						first()),
				other("unmodifiableSortedSet",
						(content) -> Collections.unmodifiableSortedSet(new TreeSet<>(list(content))), first()),
				other("unmodifiableNavigableSet",
						(content) -> Collections.unmodifiableNavigableSet(new TreeSet<>(list(content))), first()),
				other("unmodifiableMap", (content) -> Collections.unmodifiableMap(map(content)), byKey("key")),
				other("unmodifiableSortedMap",
						(content) -> Collections.unmodifiableSortedMap(new TreeMap<>(map(content))), byKey("key")),
				other("unmodifiableNavigableMap",
						(content) -> Collections.unmodifiableNavigableMap(new TreeMap<>(map(content))), byKey("key")),
				other("AtomicReference", AtomicReference::new, (atomic) -> ((AtomicReference<?>) atomic).get()),
				other("AtomicReferenceArray", (content) -> new AtomicReferenceArray<>(new Object[] { content }),
						(atomic) -> ((AtomicReferenceArray<?>) atomic).get(0)),
				other("AtomicMarkableReference", (content) -> new AtomicMarkableReference<>(content, true),
						(atomic) -> ((AtomicMarkableReference<?>) atomic).getReference()),
				other("AtomicStampedReference", (content) -> new AtomicStampedReference<>(content, 7),
						(atomic) -> ((AtomicStampedReference<?>) atomic).getReference()),
				other("record", Holder::new, (record) -> ((Holder) record).content()),
				other("bean", Bean::new, (bean) -> ((Bean) bean).content));
	}

	private static Arguments other(String name, Function<Object, Object> holding, Function<Object, Object> content) {
		return Arguments.of(name, holding, content);
	}

	private static Function<Object, Object> first() {
		return (collection) -> ((Collection<?>) collection).iterator().next();
	}

	private static Function<Object, Object> byKey(Object key) {
		return (map) -> ((Map<?, ?>) map).get(key);
	}

	private static List<Object> list(Object content) {
		return new ArrayList<>(List.of(content));
	}

	private static Map<String, Object> map(Object content) {
		return new LinkedHashMap<>(Map.of("key", content));
	}

	private static String describe(Object container) {
		return container.getClass().getName().replaceFirst(".*\\.", "");
	}

	record Holder(Object content) {

	}

	static class Bean {

		private final Object content;

		Bean(Object content) {
			this.content = content;
		}

	}

}

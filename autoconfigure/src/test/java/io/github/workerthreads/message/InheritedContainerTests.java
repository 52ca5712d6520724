package io.github.workerthreads.message;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for classes that extend collections and maps of the JDK.
 */
@ParameterizedClass
@EnumSource
class InheritedContainerTests {

	@Parameter
	Clones clones;

	@ParameterizedTest
	@MethodSource
	void anonymousSubclassOfCollectionKeepsClassAndContent(Collection<Object> original) {
		Probe probe = new Probe(1);
		original.add(probe);
		Collection<Object> copy = this.clones.clone("collection", original);
		assertThat(copy).isNotSameAs(original).hasSameClassAs(original);
		probe.change(2);
		original.clear();
		assertThat(copy).containsExactly(new Probe(1));
	}

	static Stream<Collection<Object>> anonymousSubclassOfCollectionKeepsClassAndContent() {
		return Stream.of(new ArrayList<>() {
		}, new LinkedList<>() {
		}, new Vector<>() {
		}, new Stack<>() {
		}, new ArrayDeque<>() {
		}, new HashSet<>() {
		}, new LinkedHashSet<>() {
		}, new TreeSet<>() {
		}, new PriorityQueue<>() {
		}, new ConcurrentLinkedQueue<>() {
		}, new ConcurrentLinkedDeque<>() {
		}, new CopyOnWriteArrayList<>() {
		}, new CopyOnWriteArraySet<>() {
		}, new ConcurrentSkipListSet<>() {
		}, new LinkedBlockingQueue<>() {
		}, new LinkedBlockingDeque<>() {
		}, new ArrayBlockingQueue<>(3) {
		});
	}

	@ParameterizedTest
	@MethodSource
	void anonymousSubclassOfMapKeepsClassAndContent(Map<Object, Object> original) {
		Probe probe = new Probe(1);
		original.put(TimeUnit.DAYS, probe);
		Map<Object, Object> copy = this.clones.clone("map", original);
		assertThat(copy).isNotSameAs(original).hasSameClassAs(original);
		probe.change(2);
		original.clear();
		assertThat(copy.get(TimeUnit.DAYS)).isEqualTo(new Probe(1));
	}

	static Stream<Map<?, ?>> anonymousSubclassOfMapKeepsClassAndContent() {
		return Stream.of(new HashMap<>() {
		}, new LinkedHashMap<>() {
		}, new TreeMap<>() {
		}, new IdentityHashMap<>() {
		}, new Hashtable<>() {
		}, new Properties() {
		}, new ConcurrentHashMap<>() {
		}, new ConcurrentSkipListMap<>() {
		}, new EnumMap<>(TimeUnit.class) {
		});
	}

	@Test
	void ownFieldsOfASubclassAreKeptAndNotShared() {
		Basket original = new Basket("basket", new Probe(1));
		original.add("a");
		original.add("b");
		Basket copy = this.clones.clone("basket", original);
		original.probe.change(2);
		assertThat(copy).containsExactly("a", "b");
		assertThat(copy.name).isEqualTo("basket");
		assertThat(copy.probe).isEqualTo(new Probe(1));
		assertThat(copy.added).isEqualTo(2);
	}

	@Test
	void ownFieldsOfASubclassOfASubclassAreKept() {
		SpecialBasket original = new SpecialBasket(new Probe(1));
		original.add("a");
		SpecialBasket copy = this.clones.clone("basket", original);
		assertThat(copy).containsExactly("a");
		assertThat(copy.added).isEqualTo(1);
		assertThat(copy.special).isEqualTo(new Probe(1)).isNotSameAs(original.special);
	}

	@Test
	void whatASubclassOverridesIsNotCalled() {
		Guarded original = new Guarded();
		original.open = true;
		original.put("key", new Probe(1));
		original.open = false;
		Guarded copy = this.clones.clone("map", original);
		copy.open = true;
		assertThat(copy.get("key")).isEqualTo(new Probe(1)).isNotSameAs(original.get("key"));
	}

	@Test
	void cacheThatRemovesItsEldestKeepsOrderOfAccess() {
		Cache original = new Cache(3);
		original.put("a", new Probe(1));
		original.put("b", new Probe(2));
		original.put("c", new Probe(3));
		original.get("a");
		Cache copy = this.clones.clone("cache", original);
		assertThat(copy.keySet()).containsExactly("b", "c", "a");
		copy.get("b");
		copy.put("d", new Probe(4));
		assertThat(copy.keySet()).containsExactly("a", "b", "d");
		assertThat(original.keySet()).containsExactly("b", "c", "a");
	}

	@Test
	void accessOrderedMapWithMutableKeysKeepsOrderOfAccess() {
		Map<Object, Object> original = new LinkedHashMap<>(16, 0.75F, true);
		original.put(new Probe(1), "a");
		original.put(new Probe(2), "b");
		original.get(new Probe(1));
		Map<Object, Object> copy = this.clones.clone("map", original);
		assertThat(copy.keySet()).containsExactly(new Probe(2), new Probe(1));
		copy.get(new Probe(2));
		assertThat(copy.keySet()).containsExactly(new Probe(1), new Probe(2));
	}

	@Test
	void sortedSubclassKeepsItsComparator() {
		TreeSet<String> original = new Descending();
		original.addAll(List.of("a", "b"));
		assertThat(this.clones.clone("set", original)).isInstanceOf(Descending.class).containsExactly("b", "a");
	}

	@Test
	void boundedSubclassKeepsItsCapacity() {
		ArrayBlockingQueue<Object> original = new Five();
		original.add(new Probe(1));
		ArrayBlockingQueue<Object> copy = this.clones.clone("queue", original);
		assertThat(copy).hasSameClassAs(original).containsExactly(new Probe(1));
		assertThat(copy.remainingCapacity()).isEqualTo(4);
	}

	@Test
	void mapOfAnApplicationThatFindsItsKeysIsCopied() {
		TinyMap original = new TinyMap(new Probe(1), "a");
		TinyMap copy = this.clones.clone("map", original);
		assertThat(copy).isNotSameAs(original).isEqualTo(Map.of(new Probe(1), "a"));
	}

	@Test
	void mapOfAnApplicationThatLosesItsKeysIsRefused() {
		TinyMap original = new TinyMap(new Object(), "a");
		assertThat(original.containsKey(original.keySet().iterator().next())).isTrue();
		assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> this.clones.clone("map", original))
			.withMessageContaining("an identity that copies do not have");
	}

	static class Five extends ArrayBlockingQueue<Object> {

		Five() {
			super(5);
		}

	}

	static class Basket extends ArrayList<String> {

		final String name;

		final Probe probe;

		int added;

		Basket(String name, Probe probe) {
			this.name = name;
			this.probe = probe;
		}

		@Override
		public boolean add(String element) {
			this.added++;
			return super.add(element);
		}

	}

	static class SpecialBasket extends Basket {

		final Probe special;

		SpecialBasket(Probe special) {
			super("special", special);
			this.special = special;
		}

	}

	static class Guarded extends HashMap<String, Object> {

		boolean open;

		@Override
		public Object put(String key, Object value) {
			check();
			return super.put(key, value);
		}

		@Override
		public Set<Entry<String, Object>> entrySet() {
			check();
			return super.entrySet();
		}

		@Override
		public Object clone() {
			check();
			return super.clone();
		}

		private void check() {
			if (!this.open) {
				throw new IllegalStateException("closed");
			}
		}

	}

	static class Cache extends LinkedHashMap<String, Probe> {

		private final int limit;

		Cache(int limit) {
			super(16, 0.75F, true);
			this.limit = limit;
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Probe> eldest) {
			return size() > this.limit;
		}

	}

	static class Descending extends TreeSet<String> {

		Descending() {
			super(Comparator.reverseOrder());
		}

	}

	/**
	 * Map that looks for its only key by the hash code which that had at first.
	 */
	static class TinyMap extends AbstractMap<Object, Object> {

		private final int hash;

		private final Object key;

		private final Object value;

		TinyMap(Object key, Object value) {
			this.hash = key.hashCode();
			this.key = key;
			this.value = value;
		}

		@Override
		public boolean containsKey(Object key) {
			return key.hashCode() == this.hash && key.equals(this.key);
		}

		@Override
		public Set<Entry<Object, Object>> entrySet() {
			return Map.of(this.key, this.value).entrySet();
		}

	}

}

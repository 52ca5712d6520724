package io.github.workerthreads.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Values that refer to each other at random, full of cycles through mutable and immutable
 * ones.
 */
final class RandomGraph {

	private final Random random;

	private final int size;

	private final List<Object> values = new ArrayList<>();

	RandomGraph(Random random, int size) {
		this.random = random;
		this.size = size;
	}

	Object build() {
		this.values.add(new Node());
		while (this.values.size() < this.size) {
			this.values.add(create());
		}
		this.values.forEach(this::connect);
		return any();
	}

	private Object create() {
		return switch (this.random.nextInt(10)) {
			case 0 -> new ArrayList<>();
			case 1 -> new HashMap<>();
			case 2 -> new Object[] { "a", "b", "c" };
			case 3 -> new AtomicReference<>("a");
			case 4 -> new LinkedHashSet<>();
			case 5 -> List.of(any(), any());
			case 6 -> Optional.of(any());
			case 7, 8 -> new Pair(any(), any());
			default -> new Node();
		};
	}

	private void connect(Object value) {
		if (value instanceof Node node) {
			node.first = any();
			node.second = any();
		}
		else if (value instanceof ArrayList) {
			((List<Object>) value).addAll(List.of(any(), "a", any()));
		}
		else if (value instanceof HashMap) {
			((Map<Object, Object>) value).putAll(Map.of("a", any(), "b", any()));
		}
		else if (value instanceof Object[] array) {
			array[1] = any();
		}
		else if (value instanceof AtomicReference) {
			((AtomicReference<Object>) value).set(any());
		}
		else if (value instanceof LinkedHashSet) {
			this.values.stream().filter(Node.class::isInstance).limit(3).forEach(((Collection<Object>) value)::add);
		}
	}

	private Object any() {
		return this.values.get(this.random.nextInt(this.values.size()));
	}

	/**
	 * Find out whether a copy has the shape of its original and shares nothing mutable
	 * with it.
	 * @param original the original
	 * @param copy the copy
	 * @return the first difference, or {@code null}
	 */
	static String difference(Object original, Object copy) {
		Map<Object, Object> copies = new IdentityHashMap<>();
		Map<Object, Object> originals = new IdentityHashMap<>();
		Deque<Object[]> pairs = new ArrayDeque<>();
		pairs.add(new Object[] { original, copy });
		while (!pairs.isEmpty()) {
			Object[] pair = pairs.poll();
			if (pair[0] == null || pair[1] == null || pair[0].getClass() != pair[1].getClass()) {
				return pair[0] + " became " + pair[1];
			}
			boolean met = copies.containsKey(pair[0]);
			if (met != originals.containsKey(pair[1]) || (met && copies.get(pair[0]) != pair[1])) {
				return "lost identity of a " + pair[0].getClass();
			}
			if (met || pair[0] instanceof String) {
				continue;
			}
			copies.put(pair[0], pair[1]);
			originals.put(pair[1], pair[0]);
			if (pair[0] == pair[1] && isMutable(pair[0])) {
				return "shared a " + pair[0].getClass();
			}
			List<Object> parts = parts(pair[0]);
			List<Object> copiedParts = parts(pair[1]);
			if (parts.size() != copiedParts.size()) {
				return "lost parts of a " + pair[0].getClass();
			}
			for (int i = 0; i < parts.size(); i++) {
				pairs.add(new Object[] { parts.get(i), copiedParts.get(i) });
			}
		}
		return null;
	}

	private static boolean isMutable(Object value) {
		return value instanceof Node || value instanceof ArrayList || value instanceof Map || value instanceof Object[]
				|| value instanceof AtomicReference || value instanceof LinkedHashSet;
	}

	private static List<Object> parts(Object value) {
		if (value instanceof Node node) {
			return List.of(node.first, node.second);
		}
		if (value instanceof Pair pair) {
			return List.of(pair.first(), pair.second());
		}
		if (value instanceof Collection<?> collection) {
			return new ArrayList<>(collection);
		}
		if (value instanceof Map<?, ?> map) {
			return new ArrayList<>(new TreeMap<>(map).values());
		}
		if (value instanceof Object[] array) {
			return Arrays.asList(array);
		}
		if (value instanceof Optional<?> optional) {
			return List.of(optional.get());
		}
		return List.of(((AtomicReference<?>) value).get());
	}

	/**
	 * Object that is found by its identity.
	 */
	static class Node {

		private Object first = "a";

		private Object second = "b";

	}

	/**
	 * Record that compares its components by identity, since they may hold it.
	 */
	record Pair(Object first, Object second) {

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}

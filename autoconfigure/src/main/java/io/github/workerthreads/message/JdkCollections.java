package io.github.workerthreads.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Stack;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;

import org.jspecify.annotations.Nullable;

/**
 * The mutable collections of the JDK, and the classes that extend them.
 */
final class JdkCollections {

	private static final Map<Class<?>, Kind> KINDS = new HashMap<>();

	static {
		ordered(ArrayList.class, "add", Blueprint.plain(ArrayList::new));
		ordered(LinkedList.class, "add", Blueprint.plain((size) -> new LinkedList<>()));
		ordered(Vector.class, "add", Blueprint.plain(Vector::new));
		ordered(Stack.class, "add", Blueprint.plain((size) -> new Stack<>()));
		ordered(ArrayDeque.class, "addLast", Blueprint.plain(ArrayDeque::new));
		ordered(ConcurrentLinkedQueue.class, "offer", Blueprint.plain((size) -> new ConcurrentLinkedQueue<>()));
		ordered(ConcurrentLinkedDeque.class, "offerLast", Blueprint.plain((size) -> new ConcurrentLinkedDeque<>()));
		ordered(LinkedTransferQueue.class, "offer", Blueprint.plain((size) -> new LinkedTransferQueue<>()));
		ordered(CopyOnWriteArrayList.class, "add", Blueprint.plain((size) -> new CopyOnWriteArrayList<>()));
		ordered(LinkedBlockingQueue.class, "offer", Blueprint.bounded(LinkedBlockingQueue::new, false));
		ordered(LinkedBlockingDeque.class, "offerLast", Blueprint.bounded(LinkedBlockingDeque::new, false));
		ordered(ArrayBlockingQueue.class, "offer", Blueprint.bounded(ArrayBlockingQueue::new, true));
		looking(HashSet.class, "add", Blueprint.plain((size) -> new HashSet<>(tableSize(size))));
		looking(LinkedHashSet.class, "add", Blueprint.plain((size) -> new LinkedHashSet<>(tableSize(size))));
		looking(CopyOnWriteArraySet.class, "add", Blueprint.plain((size) -> new CopyOnWriteArraySet<>()));
		looking(TreeSet.class, "add", Blueprint.<TreeSet<Object>>sorted(TreeSet::comparator, TreeSet::new));
		looking(ConcurrentSkipListSet.class, "add", Blueprint
			.<ConcurrentSkipListSet<Object>>sorted(ConcurrentSkipListSet::comparator, ConcurrentSkipListSet::new));
		looking(PriorityQueue.class, "offer",
				Blueprint.<PriorityQueue<Object>>sorted(PriorityQueue::comparator, PriorityQueue::new));
		looking(PriorityBlockingQueue.class, "offer", Blueprint.<PriorityBlockingQueue<Object>>sorted(
				PriorityBlockingQueue::comparator, (comparator) -> new PriorityBlockingQueue<>(11, comparator)));
	}

	private JdkCollections() {
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		Kind kind = KINDS.get(JdkTypes.jdkSuperclass(type));
		if (kind == null) {
			return null;
		}
		if (JdkTypes.isJdk(type)) {
			return new CollectionPlan(type, kind.blueprint(), kind.readsParts(), backEnd);
		}
		return new InheritedCollectionPlan(type, kind.blueprint().forSubclass(type), kind.readsParts(), kind.add(),
				backEnd);
	}

	/**
	 * Return the capacity of a hash table that need not grow.
	 * @param size the number of elements
	 * @return the initial capacity
	 */
	static int tableSize(int size) {
		return size + size / 3 + 1;
	}

	private static void ordered(Class<?> type, String add, Blueprint blueprint) {
		KINDS.put(type, new Kind(add, blueprint, false));
	}

	private static void looking(Class<?> type, String add, Blueprint blueprint) {
		KINDS.put(type, new Kind(add, blueprint, true));
	}

	/**
	 * A class of the JDK that others may extend.
	 *
	 * @param add the method that adds an element and calls none that can be overridden
	 * @param blueprint how to create an instance of the class itself
	 * @param readsParts whether adding an element looks into it
	 */
	private record Kind(String add, Blueprint blueprint, boolean readsParts) {

	}

}

package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Node of a tree: a name, a number, and children in a list.
 */
final class Node {

	private static final int CHILDREN = 10;

	private final String name;

	private long value;

	private final List<Node> children;

	private Node(String name, long value, List<Node> children) {
		this.name = name;
		this.value = value;
		this.children = children;
	}

	/**
	 * Grow a tree, level by level.
	 * @param size the number of nodes
	 * @return the root
	 */
	static Node tree(int size) {
		List<Node> nodes = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			Node node = new Node("node " + i, i, new ArrayList<>());
			nodes.add(node);
			if (i > 0) {
				nodes.get((i - 1) / CHILDREN).children.add(node);
			}
		}
		return nodes.get(0);
	}

	Node copy() {
		List<Node> copies = new ArrayList<>(this.children.size());
		for (Node child : this.children) {
			copies.add(child.copy());
		}
		return new Node(this.name, this.value, copies);
	}

	/**
	 * Copy by hand so that what is met twice is copied once.
	 * @param copies the copies made so far, by identity
	 * @return the copy
	 */
	Node copy(IdentityHashMap<Object, Object> copies) {
		Node known = (Node) copies.get(this);
		if (known != null) {
			return known;
		}
		Node copy = new Node(this.name, this.value, copyChildren(copies));
		copies.put(this, copy);
		return copy;
	}

	@SuppressWarnings("unchecked")
	private List<Node> copyChildren(IdentityHashMap<Object, Object> copies) {
		List<Node> known = (List<Node>) copies.get(this.children);
		if (known != null) {
			return known;
		}
		List<Node> copy = new ArrayList<>(this.children.size());
		for (Node child : this.children) {
			copy.add(child.copy(copies));
		}
		copies.put(this.children, copy);
		return copy;
	}

	String name() {
		return this.name;
	}

	void add(long amount) {
		this.value += amount;
	}

}

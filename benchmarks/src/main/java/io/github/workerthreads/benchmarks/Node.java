package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
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

	String name() {
		return this.name;
	}

	void add(long amount) {
		this.value += amount;
	}

}

package io.github.workerthreads.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A mutable argument, as one that came from a form or a database.
 */
final class Customer {

	private final long id;

	private String name;

	private final List<String> tags;

	Customer(long id, String name, List<String> tags) {
		this.id = id;
		this.name = name;
		this.tags = tags;
	}

	static Customer example() {
		return new Customer(4711, "Ada", new ArrayList<>(List.of("new", "paying", "happy")));
	}

	/**
	 * Copy by hand what a structured clone copies.
	 * @return the copy
	 */
	Customer copy() {
		return new Customer(this.id, this.name, new ArrayList<>(this.tags));
	}

	long id() {
		return this.id;
	}

	void rename(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

}

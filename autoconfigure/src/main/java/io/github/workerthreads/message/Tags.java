package io.github.workerthreads.message;

/**
 * The bytes that values begin with, apart from the numbers of {@link ValueForms}.
 */
final class Tags {

	/**
	 * First byte of a message, raised with each change of the byte form.
	 */
	static final int VERSION = 1;

	static final int NULL = 0;

	/**
	 * A value that came before, by its number.
	 */
	static final int REFERENCE = 1;

	/**
	 * A value with parts: class, head, number of parts, parts.
	 */
	static final int NODE = 2;

	/**
	 * A view of a map that came before: number of the map, number of the view.
	 */
	static final int VIEW = 3;

	/**
	 * A value that goes with the bytes, by its number.
	 */
	static final int CARRIED = 4;

	private Tags() {
	}

}

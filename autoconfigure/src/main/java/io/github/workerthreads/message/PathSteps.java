package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

/**
 * Steps of paths into values that have no names for their parts.
 */
final class PathSteps {

	private PathSteps() {
	}

	/**
	 * Describe an element of an array or collection.
	 * @param number the number of the element
	 * @return the step, such as {@code [3]}
	 */
	static String element(int number) {
		return "[" + number + "]";
	}

	/**
	 * Describe a key or value of a map.
	 * @param parts an array with keys and values alternately
	 * @param index the index of the key or value
	 * @param offset where the first key is in the array
	 * @return the step, such as {@code .keys[0]} or {@code ["name"]}
	 */
	static String entry(@Nullable Object[] parts, int index, int offset) {
		int number = (index - offset) / 2;
		if ((index - offset) % 2 == 0) {
			return ".keys[" + number + "]";
		}
		Object key = parts[index - 1];
		if (key instanceof CharSequence) {
			return "[\"" + key + "\"]";
		}
		return (key == null || ImmutableTypes.sharesInstances(key.getClass())) ? "[" + key + "]"
				: ".values[" + number + "]";
	}

}

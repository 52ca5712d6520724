package io.github.workerthreads.observation;

import java.util.Locale;

/**
 * Spelling of constants as values of tags.
 */
final class TagValues {

	private TagValues() {
	}

	static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}

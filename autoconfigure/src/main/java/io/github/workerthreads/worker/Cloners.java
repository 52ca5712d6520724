package io.github.workerthreads.worker;

import java.util.ServiceLoader;

/**
 * Finds the {@link MessageCloner} of ports that are given none.
 */
final class Cloners {

	private static final MessageCloner STANDARD = ServiceLoader
		.load(MessageCloner.class, MessageCloner.class.getClassLoader())
		.findFirst()
		.orElseThrow(() -> new IllegalStateException(
				"No %s is registered. Keep META-INF/services of the library when you repackage it"
					.formatted(MessageCloner.class.getName())));

	private Cloners() {
	}

	static MessageCloner standard() {
		return STANDARD;
	}

}

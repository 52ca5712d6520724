package io.github.workerthreads.termination.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the agent weaves, as its argument says: names of packages, separated by commas,
 * whose subpackages belong to them. Without an argument it is the package of the class
 * that the application is started by. Immutable.
 *
 * @param prefixes what the internal names of classes to weave begin with
 */
record AgentOptions(List<String> prefixes) {

	// What else belongs to the JDK must not be stopped half way
	private static final List<String> OF_JDK = List.of("java.util.regex", "java.math");

	private static final List<String> FORBIDDEN = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

	/**
	 * Parse an argument.
	 * @param argument the argument, or {@code null}
	 * @param mainClass the class that the application is started by, or {@code null} if
	 * that is not known
	 * @return the options
	 * @throws IllegalArgumentException if there is nothing to weave, or a package that
	 * must not be
	 */
	static AgentOptions parse(@Nullable String argument, @Nullable String mainClass) {
		List<String> packages = new ArrayList<>();
		if (argument != null) {
			Arrays.stream(argument.split(","))
				.map(String::trim)
				.filter((name) -> !name.isEmpty())
				.forEach(packages::add);
		}
		packages.forEach(AgentOptions::requireAllowed);
		if (OF_JDK.containsAll(packages) && mainClass != null && mainClass.contains(".")) {
			packages.add(mainClass.substring(0, mainClass.lastIndexOf('.')));
		}
		if (packages.isEmpty()) {
			throw new IllegalArgumentException(
					"the package of the application is not known: name it, as in -javaagent:worker-threads-agent.jar=com.acme");
		}
		return new AgentOptions(packages.stream().map((name) -> name.replace('.', '/') + "/").toList());
	}

	private static void requireAllowed(String name) {
		if (!OF_JDK.contains(name) && FORBIDDEN.stream().anyMatch((name + ".")::startsWith)) {
			throw new IllegalArgumentException(
					"package '%s' cannot be stopped half way; of the JDK only %s can".formatted(name, OF_JDK));
		}
	}

	/**
	 * Return whether a class is to be woven.
	 * @param className the internal name of the class
	 * @return whether it is in one of the packages
	 */
	boolean matches(String className) {
		return this.prefixes.stream().anyMatch(className::startsWith);
	}

}

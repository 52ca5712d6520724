package io.github.workerthreads.termination.agent;

import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

/**
 * The class that this JVM is started by.
 */
final class MainClass {

	private MainClass() {
	}

	/**
	 * Find the name of the class, in an executable jar that of the application.
	 * @param command the class or jar and its arguments, as {@code sun.java.command} has
	 * it, or {@code null}
	 * @return the name, or {@code null} if it is not known
	 */
	static @Nullable String find(@Nullable String command) {
		if (command == null || command.isBlank()) {
			return null;
		}
		String trimmed = command.trim();
		int end = trimmed.indexOf(' ');
		String program = (end >= 0) ? trimmed.substring(0, end) : trimmed;
		return (program.endsWith(".jar")) ? ofJar(program) : program;
	}

	private static @Nullable String ofJar(String path) {
		try (JarFile jar = new JarFile(path)) {
			Manifest manifest = jar.getManifest();
			Attributes attributes = (manifest != null) ? manifest.getMainAttributes() : new Attributes();
			String start = attributes.getValue("Start-Class");
			return (start != null) ? start : attributes.getValue(Attributes.Name.MAIN_CLASS);
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

}

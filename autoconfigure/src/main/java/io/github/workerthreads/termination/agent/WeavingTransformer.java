package io.github.workerthreads.termination.agent;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.termination.TerminationWeaver;

/**
 * Weaves the classes that the options name, as they are loaded. Thread-safe.
 */
final class WeavingTransformer implements ClassFileTransformer {

	private static final String LIBRARY = "io/github/workerthreads/";

	// An application may be below the library's name, but not in its packages
	private static final List<String> LIBRARY_PACKAGES = List.of("actuate", "autoconfigure", "dedicated", "message",
			"observation", "offload", "pool", "runtime", "termination", "worker");

	// Weaves its classes itself. By name, since the application may load this library
	// once more
	private static final String WORKER_LOADER = "io.github.workerthreads.runtime.classloader.WorkerClassLoader";

	private final AgentOptions options;

	private final TerminationWeaver weaver;

	WeavingTransformer(AgentOptions options, TerminationWeaver weaver) {
		this.options = options;
		this.weaver = weaver;
	}

	/**
	 * Return whether a class is to be woven.
	 * @param loader its class loader, {@code null} for that of the JDK
	 * @param className its internal name
	 * @return whether it gets points
	 */
	boolean isWoven(@Nullable ClassLoader loader, String className) {
		return this.options.matches(className) && !isOfLibrary(className)
				&& (loader == null || !loader.getClass().getName().equals(WORKER_LOADER));
	}

	private static boolean isOfLibrary(String className) {
		return className.startsWith(LIBRARY)
				&& LIBRARY_PACKAGES.stream().anyMatch((name) -> className.startsWith(name + "/", LIBRARY.length()));
	}

	@Override
	public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String className,
			@Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] classFile) {
		if (className == null || !isWoven(loader, className)) {
			return null;
		}
		try {
			return this.weaver.weave(classFile);
		}
		catch (IllegalArgumentException ex) {
			System.err.printf("Worker threads: %s has no termination points: %s%n", className, ex.getMessage());
			return null;
		}
	}

}

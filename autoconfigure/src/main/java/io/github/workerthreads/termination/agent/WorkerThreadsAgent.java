package io.github.workerthreads.termination.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.termination.PointStyle;
import io.github.workerthreads.termination.TerminationWeaver;
import io.github.workerthreads.termination.boot.ThreadPoints;

/**
 * Agent that weaves termination points into the application's own classes, so that
 * workers of isolation {@code thread} can be stopped. See {@link java.lang.instrument}.
 */
public final class WorkerThreadsAgent {

	private static final String BOOT_PACKAGE = "io/github/workerthreads/termination/boot/";

	private WorkerThreadsAgent() {
	}

	/**
	 * Start with the JVM.
	 * @param argument the packages to weave, separated by commas, or {@code null}
	 * @param instrumentation changes classes
	 */
	public static void premain(@Nullable String argument, Instrumentation instrumentation) {
		try {
			start(argument, instrumentation);
		}
		catch (IOException | IllegalArgumentException | UnmodifiableClassException | LinkageError ex) {
			System.err.println("Worker threads: the agent does nothing, and code on isolation 'thread' is not stopped: "
					+ ex.getMessage());
		}
	}

	/**
	 * Start from the manifest of an executable jar, as its {@code Launcher-Agent-Class}.
	 * @param argument the packages to weave, separated by commas, or {@code null}
	 * @param instrumentation changes classes
	 */
	public static void agentmain(@Nullable String argument, Instrumentation instrumentation) {
		premain(argument, instrumentation);
	}

	private static void start(@Nullable String argument, Instrumentation instrumentation)
			throws IOException, UnmodifiableClassException {
		AgentOptions options = AgentOptions.parse(argument, MainClass.find(System.getProperty("sun.java.command")));
		// Before anything loads it elsewhere
		instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(bootJar().toFile()));
		ThreadPoints.install();
		WeavingTransformer transformer = new WeavingTransformer(options,
				TerminationWeaver.ofThreads(PointStyle.ofThisJvm()));
		instrumentation.addTransformer(transformer, true);
		Class<?>[] loaded = Arrays.stream(instrumentation.getAllLoadedClasses())
			.filter((type) -> instrumentation.isModifiableClass(type)
					&& transformer.isWoven(type.getClassLoader(), type.getName().replace('.', '/')))
			.toArray(Class<?>[]::new);
		if (loaded.length > 0) {
			instrumentation.retransformClasses(loaded);
		}
	}

	private static Path bootJar() throws IOException {
		Path file = Files.createTempFile("worker-threads-boot", ".jar");
		file.toFile().deleteOnExit();
		try (OutputStream stream = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(stream)) {
			for (String name : new String[] { "ThreadPoints", "ThreadPoints$Termination" }) {
				copy(BOOT_PACKAGE + name + ".class", jar);
			}
		}
		return file;
	}

	private static void copy(String resource, JarOutputStream jar) throws IOException {
		try (InputStream bytes = ClassLoader.getSystemResourceAsStream(resource)) {
			if (bytes == null) {
				throw new IOException(resource + " is not on the class path");
			}
			jar.putNextEntry(new JarEntry(resource));
			bytes.transferTo(jar);
			jar.closeEntry();
		}
	}

}

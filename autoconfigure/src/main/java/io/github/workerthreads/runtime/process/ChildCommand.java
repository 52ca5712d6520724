package io.github.workerthreads.runtime.process;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.workerthreads.runtime.WorkerSettings;

/**
 * Command that starts the JVM of a child. All but the name of its options file is in that
 * file, since class paths may be longer than a command, and commands can be read by
 * others.
 */
final class ChildCommand {

	private static final String MAIN = "io.github.workerthreads.runtime.child.ChildMain";

	// Environment variables by which a JVM would take options that are meant for this one
	private static final List<String> FOREIGN_OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
			"_JAVA_OPTIONS", "CLASSPATH");

	private final JavaHome javaHome;

	private final List<Path> classPath;

	private final List<String> more;

	/**
	 * Create a command.
	 * @param javaHome what runs the child
	 * @param classPath its class path
	 * @param more options of its JVM beside those of its pool
	 */
	ChildCommand(JavaHome javaHome, List<Path> classPath, List<String> more) {
		this.javaHome = javaHome;
		this.classPath = List.copyOf(classPath);
		this.more = List.copyOf(more);
	}

	/**
	 * Prepare the start of a child.
	 * @param settings the settings of its worker
	 * @param directory where the options file goes
	 * @return what starts it
	 * @throws IOException if the file cannot be written
	 */
	ProcessBuilder builder(WorkerSettings settings, Path directory) throws IOException {
		Path options = directory.resolve("options");
		Files.writeString(options, String.join("\n", options(settings)) + "\n");
		ProcessBuilder builder = new ProcessBuilder(this.javaHome.command().toString(), "@" + options);
		Map<String, String> environment = builder.environment();
		FOREIGN_OPTIONS.forEach(environment::remove);
		return builder;
	}

	private List<String> options(WorkerSettings settings) {
		List<String> options = new ArrayList<>();
		// So that the child can be ended while it is in a loop, see
		// Runtime.halt
		options.add("-XX:+UseCountedLoopSafepoints");
		options.add("-XX:LoopStripMiningIter=1000");
		options.add("-XX:+ExitOnOutOfMemoryError");
		options.add("-XX:ErrorFile=" + quoted(errorFile("%p").toString()));
		options.add("-Djava.awt.headless=" + Boolean.getBoolean("java.awt.headless"));
		if (this.javaHome.isOwn()) {
			// What it would find as well after it has opened its whole class path
			options.add("-Djava.nio.channels.spi.SelectorProvider=" + SelectorProvider.provider().getClass().getName());
		}
		if (settings.limits().maxHeapBytes() > 0) {
			options.add("-Xmx" + settings.limits().maxHeapBytes());
		}
		options.addAll(settings.process().jvmOptions().stream().map(ChildCommand::quoted).toList());
		options.addAll(this.more.stream().map(ChildCommand::quoted).toList());
		options.add("-cp");
		options
			.add(quoted(String.join(java.io.File.pathSeparator, this.classPath.stream().map(Path::toString).toList())));
		options.add(MAIN);
		return options;
	}

	/**
	 * Return where the JVM of a child reports that it crashed.
	 * @param pid the number of its process
	 * @return the file
	 */
	static Path errorFile(String pid) {
		return ThisJvm.temporaryFiles().resolve("hs_err_pid" + pid + ".log");
	}

	// By the rules of the java command's argument files
	private static String quoted(String option) {
		return '"' + option.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}

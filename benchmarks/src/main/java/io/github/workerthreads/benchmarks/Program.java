package io.github.workerthreads.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run in a process of its own, which ends in time or is killed. What it
 * prints as errors goes where this one's errors go. Immutable.
 *
 * @param name the name in messages
 * @param command the command and its arguments
 * @param limit how long it may take
 */
record Program(String name, List<String> command, Duration limit) {

	/**
	 * Take a class of this class path, as a program on this JVM's Java.
	 * @param type the class with the main method
	 * @param limit how long it may take
	 * @param arguments what it is given
	 * @return the program
	 */
	static Program java(Class<?> type, Duration limit, String... arguments) {
		List<String> command = new ArrayList<>(List.of(java(), "-cp", classPath(), type.getName()));
		command.addAll(Arrays.asList(arguments));
		return new Program(type.getSimpleName(), command, limit);
	}

	static String classPath() {
		return Objects.requireNonNull(System.getProperty("java.class.path"));
	}

	static String java() {
		return Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java").toString();
	}

	/**
	 * Run it to its end.
	 * @return what it has printed
	 * @throws IllegalStateException if it fails or takes too long
	 */
	String run() throws IOException, InterruptedException {
		File output = File.createTempFile("output", ".txt");
		try {
			Process process = new ProcessBuilder(this.command).redirectOutput(output)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			try {
				await(process, output);
			}
			finally {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly();
			}
			return Files.readString(output.toPath());
		}
		finally {
			Files.delete(output.toPath());
		}
	}

	private void await(Process process, File output) throws IOException, InterruptedException {
		if (!process.waitFor(this.limit.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new IllegalStateException("%s took longer than %s and was killed, after it printed%n%s"
				.formatted(this.name, this.limit, Files.readString(output.toPath())));
		}
		if (process.exitValue() != 0) {
			throw new IllegalStateException("%s ended with %d, after it printed%n%s".formatted(this.name,
					process.exitValue(), Files.readString(output.toPath())));
		}
	}

}

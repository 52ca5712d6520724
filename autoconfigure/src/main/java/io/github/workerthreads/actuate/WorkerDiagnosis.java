package io.github.workerthreads.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.runtime.Diagnosis;

/**
 * What the endpoint has the JVM of a worker tell.
 */
enum WorkerDiagnosis {

	/**
	 * The stacks of all threads.
	 */
	THREAD_DUMP(Diagnosis.Kind.THREAD_DUMP, ".txt"),

	/**
	 * All objects of the heap.
	 */
	HEAP_DUMP(Diagnosis.Kind.HEAP_DUMP, ".hprof"),

	/**
	 * What happens for some seconds.
	 */
	RECORDING(Diagnosis.Kind.RECORDING, ".jfr");

	private static final int MAX_SECONDS = 300;

	private static final int DEFAULT_SECONDS = 10;

	private final Diagnosis.Kind kind;

	private final String suffix;

	WorkerDiagnosis(Diagnosis.Kind kind, String suffix) {
		this.kind = kind;
		this.suffix = suffix;
	}

	/**
	 * Have it written by a worker.
	 * @param pool the pool
	 * @param workerId the id of the worker
	 * @param seconds how long to watch, or {@code null} for {@value #DEFAULT_SECONDS}
	 * @return the file, which is gone once it was read
	 * @throws IOException if the worker could not write it
	 * @throws IllegalArgumentException if the seconds are out of range
	 */
	TemporaryFileResource write(WorkerPool pool, long workerId, @Nullable Integer seconds) throws IOException {
		Duration duration = duration(seconds);
		Path directory = Files.createTempDirectory("worker-diagnosis");
		boolean written = false;
		try {
			Path file = directory.resolve("worker-%s-%d%s".formatted(pool.name(), workerId, this.suffix));
			pool.diagnose(workerId, new Diagnosis(this.kind, duration, file));
			if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
				throw new IOException("The worker's process has written no file");
			}
			written = true;
			return new TemporaryFileResource(file);
		}
		finally {
			if (!written) {
				FileSystemUtils.deleteRecursively(directory);
			}
		}
	}

	private Duration duration(@Nullable Integer seconds) {
		if (this != RECORDING) {
			return Duration.ZERO;
		}
		int length = (seconds != null) ? seconds : DEFAULT_SECONDS;
		if (length < 1 || length > MAX_SECONDS) {
			throw new IllegalArgumentException(
					"'seconds' must be from 1 to %d but was %d".formatted(MAX_SECONDS, length));
		}
		return Duration.ofSeconds(length);
	}

	/**
	 * Return the diagnosis of the given name.
	 * @param name the name
	 * @return the diagnosis
	 * @throws IllegalArgumentException if there is none, with the names that there are
	 */
	static WorkerDiagnosis of(String name) {
		return Arrays.stream(values())
			.filter((diagnosis) -> diagnosis.label().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"'action' must be one of %s but was '%s'".formatted(labels(), name)));
	}

	private static List<String> labels() {
		return Arrays.stream(values()).map(WorkerDiagnosis::label).toList();
	}

	private String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

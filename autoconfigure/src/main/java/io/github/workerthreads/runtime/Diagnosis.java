package io.github.workerthreads.runtime;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the JVM of a worker is asked to write to a file.
 *
 * @param kind what to write
 * @param duration for how long to watch, for a {@link Kind#RECORDING}
 * @param file the file, which does not exist; a heap dump's name ends with {@code .hprof}
 */
public record Diagnosis(Kind kind, Duration duration, Path file) {

	public Diagnosis {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("'duration' must not be negative but was %s".formatted(duration));
		}
		file = file.toAbsolutePath();
	}

	/**
	 * Kinds of diagnoses.
	 */
	public enum Kind {

		/**
		 * The stacks of all threads and the locks that they hold, as text.
		 */
		THREAD_DUMP,

		/**
		 * All objects of the heap that are in use, in the HPROF format. The worker stands
		 * still meanwhile.
		 */
		HEAP_DUMP,

		/**
		 * What the JVM does for a while, as a recording of JDK Flight Recorder.
		 */
		RECORDING

	}

}

package io.github.workerthreads.runtime;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How to start and end the process of a worker, where the rung has one per worker.
 *
 * @param javaHome the directory of the JDK or JRE that runs it, or {@code null} for that
 * of this process
 * @param jvmOptions options of its JVM
 * @param shutdownGrace how long it may close what its worker has, when that ends without
 * being terminated
 */
public record ProcessSettings(@Nullable String javaHome, List<String> jvmOptions, Duration shutdownGrace) {

	/**
	 * The JVM of this process, with its defaults.
	 */
	public static final ProcessSettings DEFAULTS = new ProcessSettings(null, List.of(), Duration.ofSeconds(5));

	public ProcessSettings {
		jvmOptions = List.copyOf(jvmOptions);
	}

}

package io.github.workerthreads.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NativeDetector;
import org.springframework.util.unit.DataSize;

import io.github.workerthreads.pool.WorkerPoolOptions;

/**
 * Looks for what is wrong with pools whose workers are processes, alone and together.
 * Used by the thread that creates the pools.
 */
final class ProcessPoolCheck {

	private static final String MAX_TOTAL_HEAP = "worker-threads.process.max-total-heap";

	private final @Nullable DataSize maxTotalHeap;

	private long needed;

	ProcessPoolCheck(@Nullable DataSize maxTotalHeap) {
		this.maxTotalHeap = maxTotalHeap;
	}

	/**
	 * Check a pool.
	 * @param prefix what its properties start with
	 * @param options the options of the pool
	 * @throws InvalidPoolPropertyException if it cannot be
	 */
	void check(String prefix, WorkerPoolOptions options) {
		if (NativeDetector.inNativeImage()) {
			throw new InvalidPoolPropertyException(prefix + ".isolation", options.isolation(),
					"a native image has no class path that another JVM could run",
					"Set '%s.isolation' to thread.".formatted(prefix));
		}
		String javaHome = options.javaHome();
		if (javaHome != null && !isJavaHome(Path.of(javaHome))) {
			throw new InvalidPoolPropertyException(prefix + ".java-home", javaHome, "there is no bin/java in it",
					"Set '%s.java-home' to the directory of a JDK or JRE, or remove it.".formatted(prefix));
		}
		if (this.maxTotalHeap != null && this.maxTotalHeap.toBytes() > 0) {
			checkHeap(prefix, options, this.maxTotalHeap);
		}
	}

	private static boolean isJavaHome(Path directory) {
		Path bin = directory.resolve("bin");
		return Files.isExecutable(bin.resolve("java")) || Files.isExecutable(bin.resolve("java.exe"));
	}

	private void checkHeap(String prefix, WorkerPoolOptions options, DataSize limit) {
		if (options.maxHeapBytes() == 0) {
			throw new InvalidPoolPropertyException(prefix + ".max-heap", null,
					"it is not set, and '%s' limits what the heaps of all processes come to".formatted(MAX_TOTAL_HEAP),
					"Set '%s.max-heap', or remove '%s'.".formatted(prefix, MAX_TOTAL_HEAP));
		}
		long workers = (long) options.size() + options.warmSpares();
		this.needed += workers * options.maxHeapBytes();
		if (this.needed > limit.toBytes()) {
			throw new InvalidPoolPropertyException(MAX_TOTAL_HEAP, limit,
					"with the %d workers and spares of '%s' the heaps of all processes may come to %d MB"
						.formatted(workers, prefix, DataSize.ofBytes(this.needed).toMegabytes()),
					"Raise '%s' to at least %dMB, or lower size, warm-spares or max-heap of pools."
						.formatted(MAX_TOTAL_HEAP, DataSize.ofBytes(this.needed).toMegabytes()));
		}
	}

}

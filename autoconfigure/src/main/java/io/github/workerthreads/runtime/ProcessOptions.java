package io.github.workerthreads.runtime;

import java.time.Duration;

/**
 * Options of all workers that are processes.
 *
 * @param heartbeat how long a worker's process may give no sign of life until it is
 * killed
 * @param maxTotalHeapBytes the most bytes that the heaps of all workers together may
 * have, 0 for no limit
 * @param classArchive whether an archive of the classes of workers is made in the
 * background, by which later ones start faster
 * @param transport how messages reach workers
 * @param spins whether both sides look for messages for some tens of microseconds before
 * they sleep, where that pays; for {@link ProcessTransport#SHARED_MEMORY}
 */
public record ProcessOptions(Duration heartbeat, long maxTotalHeapBytes, boolean classArchive,
		ProcessTransport transport, boolean spins) {

	/**
	 * Options that suit most applications: 30 seconds, no limit, an archive, shared
	 * memory, with spins where there are more than two processors: a caller, the thread
	 * of its worker and the worker may spin at the same time.
	 */
	public static final ProcessOptions DEFAULTS = new ProcessOptions(Duration.ofSeconds(30), 0, true,
			ProcessTransport.SHARED_MEMORY, Runtime.getRuntime().availableProcessors() > 2);

	public ProcessOptions {
		if (heartbeat.toMillis() < 1) {
			throw new IllegalArgumentException(
					"'heartbeat' must be at least one millisecond but was %s".formatted(heartbeat));
		}
		if (maxTotalHeapBytes < 0) {
			throw new IllegalArgumentException(
					"'maxTotalHeapBytes' must be 0 or more but was %d".formatted(maxTotalHeapBytes));
		}
	}

	/**
	 * Return these options with another heartbeat.
	 * @param heartbeat how long a worker's process may give no sign of life
	 * @return the new options
	 */
	public ProcessOptions withHeartbeat(Duration heartbeat) {
		return new ProcessOptions(heartbeat, this.maxTotalHeapBytes, this.classArchive, this.transport, this.spins);
	}

	/**
	 * Return these options with another limit of all heaps.
	 * @param maxTotalHeapBytes the most bytes, 0 for no limit
	 * @return the new options
	 */
	public ProcessOptions withMaxTotalHeapBytes(long maxTotalHeapBytes) {
		return new ProcessOptions(this.heartbeat, maxTotalHeapBytes, this.classArchive, this.transport, this.spins);
	}

	/**
	 * Return these options with or without an archive of classes.
	 * @param classArchive whether an archive is made
	 * @return the new options
	 */
	public ProcessOptions withClassArchive(boolean classArchive) {
		return new ProcessOptions(this.heartbeat, this.maxTotalHeapBytes, classArchive, this.transport, this.spins);
	}

	/**
	 * Return these options with another way for messages.
	 * @param transport how messages reach workers
	 * @param spins whether both sides look for messages before they sleep
	 * @return the new options
	 */
	public ProcessOptions withTransport(ProcessTransport transport, boolean spins) {
		return new ProcessOptions(this.heartbeat, this.maxTotalHeapBytes, this.classArchive, transport, spins);
	}

}

package io.github.workerthreads.worker;

import java.util.Objects;

/**
 * What another process of the same user needs to open a {@link SharedMemory}. Holds
 * nothing: the region has to be open somewhere when the other process opens it. Can be
 * cloned, and its two components travel in whatever way.
 *
 * @param file the file behind the region, known only to who is told
 * @param byteLength the length of the region in bytes
 */
public record SharedMemoryHandle(String file, int byteLength) {

	public SharedMemoryHandle {
		Objects.requireNonNull(file, "'file' must not be null");
	}

}

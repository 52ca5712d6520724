package io.github.workerthreads.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The bytes of a region in this process. Each access stands between {@link #enter()} and
 * {@link #exit()} on the same thread, so that none meets memory that is gone.
 * Thread-safe.
 */
abstract sealed class Mapping permits ScopedMapping, CountedMapping {

	private final ByteBuffer header;

	private final ByteBuffer data;

	Mapping(ByteBuffer bytes) {
		this.header = bytes.slice(0, WaiterTable.LENGTH).order(ByteOrder.nativeOrder());
		this.data = bytes.slice(WaiterTable.LENGTH, bytes.capacity() - WaiterTable.LENGTH)
			.order(ByteOrder.nativeOrder());
	}

	/**
	 * Map a file by the best means of this JVM.
	 * @param channel the file
	 * @param size its size in bytes
	 * @return the mapping
	 * @throws IOException if it cannot be mapped
	 */
	static Mapping of(FileChannel channel, int size) throws IOException {
		ForeignMemory foreign = ForeignMemory.ifPresent();
		return (foreign != null) ? ScopedMapping.of(foreign, channel, size) : CountedMapping.of(channel, size);
	}

	/**
	 * Announce an access of this thread.
	 * @throws IllegalStateException if the bytes are or will be gone
	 */
	abstract void enter();

	/**
	 * Note that the access is over.
	 */
	abstract void exit();

	/**
	 * Let the bytes go as soon as no access is running, and refuse further ones. Called
	 * once.
	 * @param whenUnused runs when no access can be running any more, on whatever thread
	 * finds that
	 */
	abstract void release(Runnable whenUnused);

	/**
	 * Return whether {@link #release} frees the memory, which is else in use as long as
	 * the file has content.
	 * @return whether it unmaps
	 */
	abstract boolean unmaps();

	final ByteBuffer header() {
		return this.header;
	}

	final ByteBuffer data() {
		return this.data;
	}

}

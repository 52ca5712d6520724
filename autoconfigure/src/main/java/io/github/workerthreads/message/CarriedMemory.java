package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.SharedMemory;
import io.github.workerthreads.worker.SharedMemoryHandle;
import io.github.workerthreads.worker.TransferableBuffer;

/**
 * Shared memory that goes with a message to another process, by its handle. Thread-safe.
 *
 * @param memory the memory, held open until the receiver has opened it
 * @param isBuffer whether the receiver gets it as a buffer
 */
record CarriedMemory(SharedMemory memory, boolean isBuffer) implements AutoCloseable {

	/**
	 * How many values of a message name one of them.
	 */
	static final int FIELDS = 3;

	/**
	 * Return what goes for buffers that move.
	 * @param moved what moves with a message
	 * @return the memory of those that are shared, by their identity
	 */
	@SuppressWarnings("IdentityHashMapUsage") // what moves is compared by identity
	static Map<Object, Object> ofBuffers(Collection<?> moved) {
		Map<Object, Object> buffers = new IdentityHashMap<>();
		for (Object object : moved) {
			if (object instanceof TransferableBuffer buffer && buffer.isShared()) {
				buffers.put(buffer, new CarriedMemory(buffer.duplicateMemory(), true));
			}
		}
		return buffers;
	}

	/**
	 * Return what goes with a message.
	 * @param carried the values beside the bytes of the message
	 * @return their memory, in order
	 */
	static List<CarriedMemory> of(CarriedValues carried) {
		List<CarriedMemory> memories = new ArrayList<>();
		for (Object value : carried.values()) {
			memories
				.add((value instanceof CarriedMemory memory) ? memory : new CarriedMemory((SharedMemory) value, false));
		}
		return memories;
	}

	/**
	 * Close what no message has taken.
	 * @param buffers the memory of buffers
	 * @param taken what was taken
	 */
	static void closeUnused(Map<Object, Object> buffers, List<Object> taken) {
		for (Object buffer : buffers.values()) {
			if (taken.stream().noneMatch((value) -> value == buffer)) {
				((CarriedMemory) buffer).close();
			}
		}
	}

	Stream<Object> fields() {
		SharedMemoryHandle handle = this.memory.handle();
		return Stream.of(handle.file(), handle.byteLength(), this.isBuffer);
	}

	/**
	 * Open what fields name.
	 * @param fields the fields, which may come from anywhere
	 * @return the shared memory, or a buffer that has it
	 * @throws IllegalArgumentException if they name none
	 * @throws java.io.UncheckedIOException if it is not there any more
	 */
	static Object open(@Nullable Object[] fields) {
		if (!(fields[0] instanceof String file) || !(fields[1] instanceof Integer byteLength)
				|| !(fields[2] instanceof Boolean isBuffer)) {
			throw new IllegalArgumentException("this is no handle");
		}
		SharedMemory opened = SharedMemory.openForMessage(new SharedMemoryHandle(file, byteLength));
		return isBuffer ? TransferableBuffer.wrap(opened) : opened;
	}

	/**
	 * Close what was opened, and did not get into a message.
	 * @param opened the shared memory or buffer
	 */
	static void closeOpened(Object opened) {
		if (opened instanceof TransferableBuffer buffer) {
			buffer.close();
		}
		else {
			((SharedMemory) opened).close();
		}
	}

	@Override
	public void close() {
		this.memory.close();
	}

}

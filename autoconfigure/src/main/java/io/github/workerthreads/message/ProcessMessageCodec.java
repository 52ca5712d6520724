package io.github.workerthreads.message;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;
import io.github.workerthreads.worker.SharedMemory;

/**
 * Structured clone to another process of the same user: as {@link BinaryMessageCodec} has
 * it, and {@link SharedMemory} crosses over too, so that both processes see the same
 * bytes. Thread-safe.
 */
public final class ProcessMessageCodec {

	private final BinaryMessageCodec codec;

	/**
	 * Create a codec.
	 * @param codec has the rules for all else
	 */
	public ProcessMessageCodec(BinaryMessageCodec codec) {
		this.codec = codec;
	}

	/**
	 * Write values that belong together.
	 * @param names what the values are called in paths
	 * @param values the values
	 * @return the message, to be closed when the receiver has read it
	 * @throws DataCloneException if a value cannot be cloned
	 */
	public ProcessMessage encode(String[] names, @Nullable Object[] values) {
		return encode(names, values, List.of());
	}

	/**
	 * Write values that belong together, some of which move. Of these, buffers that are
	 * shared go without a copy; what else moves is copied, and it is for the caller to
	 * detach it.
	 * @param names what the values are called in paths
	 * @param values the values
	 * @param moved what moves, among the values or inside of them
	 * @return the message, to be closed when the receiver has read it
	 * @throws DataCloneException if a value cannot be cloned
	 */
	public ProcessMessage encode(String[] names, @Nullable Object[] values, Collection<?> moved) {
		Map<Object, Object> buffers = moved.isEmpty() ? Map.of() : CarriedMemory.ofBuffers(moved);
		CarriedValues carried = new CarriedValues(buffers);
		boolean encoded = false;
		try {
			byte[] bytes = this.codec.encode(names, values, carried);
			List<CarriedMemory> memories = CarriedMemory.of(carried);
			ProcessMessage message = new ProcessMessage((memories.isEmpty()) ? bytes : withHandles(memories, bytes),
					memories);
			encoded = true;
			return message;
		}
		finally {
			CarriedMemory.closeUnused(buffers, (encoded) ? carried.values() : List.of());
			if (!encoded) {
				carried.closeHandles();
			}
		}
	}

	/**
	 * Write one value.
	 * @param name what the value is called in paths
	 * @param value the value
	 * @return the message, to be closed when the receiver has read it
	 * @throws DataCloneException if the value cannot be cloned
	 */
	public ProcessMessage encode(String name, @Nullable Object value) {
		return encode(new String[] { name }, new @Nullable Object[] { value });
	}

	private byte[] withHandles(List<CarriedMemory> memories, byte[] bytes) {
		byte[] handles = this.codec.encode("handles", memories.stream().flatMap(CarriedMemory::fields).toArray());
		return ByteBuffer.allocate(Integer.BYTES + handles.length + bytes.length)
			.putInt(handles.length)
			.put(handles)
			.put(bytes)
			.array();
	}

	/**
	 * Read the values of a message.
	 * @param names what the values are called in paths, as many as were sent
	 * @param message the bytes, which may come from anywhere
	 * @param namesMemory whether they name shared memory
	 * @return the values
	 * @throws DataCloneException if the bytes are no such message, or a value cannot be
	 * rebuilt
	 */
	public @Nullable Object[] decode(String[] names, byte[] message, boolean namesMemory) {
		if (!namesMemory) {
			return this.codec.decode(names, message, List.of());
		}
		List<Object> opened = new ArrayList<>();
		boolean decoded = false;
		try {
			ByteBuffer buffer = ByteBuffer.wrap(message);
			int length = (message.length >= Integer.BYTES) ? buffer.getInt() : -1;
			if (length < 0 || length > buffer.remaining()) {
				throw malformed("the handles of shared memory have no length", null);
			}
			byte[] handles = Arrays.copyOfRange(message, Integer.BYTES, Integer.BYTES + length);
			open(this.codec.decode("handles", handles), opened);
			@Nullable Object[] values = this.codec.decode(names,
					Arrays.copyOfRange(message, Integer.BYTES + length, message.length), List.copyOf(opened));
			decoded = true;
			return values;
		}
		finally {
			if (!decoded) {
				opened.forEach(CarriedMemory::closeOpened);
			}
		}
	}

	private static void open(@Nullable Object handles, List<Object> opened) {
		if (!(handles instanceof Object[] fields) || fields.length % CarriedMemory.FIELDS != 0) {
			throw malformed("there are no handles of shared memory", null);
		}
		for (int i = 0; i < fields.length; i += CarriedMemory.FIELDS) {
			try {
				opened.add(CarriedMemory.open(Arrays.copyOfRange(fields, i, i + CarriedMemory.FIELDS)));
			}
			catch (IllegalArgumentException | UncheckedIOException ex) {
				throw malformed("the shared memory cannot be opened: " + ex.getMessage(), ex);
			}
		}
	}

	private static DataCloneException malformed(String reason, @Nullable Throwable cause) {
		return new DataCloneException("message", reason, cause);
	}

	/**
	 * Write a failure, whatever it holds.
	 * @param failure the failure
	 * @return the bytes
	 */
	public byte[] encodeFailure(Throwable failure) {
		return this.codec.encodeFailure(failure);
	}

	/**
	 * Read a failure. What cannot be rebuilt has stand-ins.
	 * @param message the bytes, which may come from anywhere
	 * @return the failure
	 * @throws DataCloneException if the bytes are no failure
	 */
	public Throwable decodeFailure(byte[] message) {
		return this.codec.decodeFailure(message);
	}

}

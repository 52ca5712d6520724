package io.github.workerthreads.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that one side owns at a time: the counterpart of JavaScript's
 * {@code ArrayBuffer}. In a message it is copied, unless it is in the
 * {@link TransferList} list: then its content moves to the receiver without a copy, and
 * this buffer and all its {@linkplain #slice(int, int) slices} are detached at once.
 * Numbers are big-endian, as in {@link java.nio.ByteBuffer}.
 * <p>
 * Not thread-safe but for the transfer: as its content has one owner, so it has one user.
 */
public final class TransferableBuffer extends Transferable {

	private static final VarHandle CONTENT;

	static {
		try {
			CONTENT = MethodHandles.lookup().findVarHandle(TransferableBuffer.class, "content", BufferBytes.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	// null while detached. Taken by compare-and-set, so that two transfers can't both
	// have it
	private @Nullable BufferBytes content;

	private TransferableBuffer(@Nullable BufferBytes content) {
		this.content = content;
	}

	/**
	 * Create a buffer of zeros.
	 * @param length its length in bytes
	 * @return the buffer
	 * @throws IllegalArgumentException if the length is negative
	 */
	public static TransferableBuffer allocate(int length) {
		if (length < 0) {
			throw new IllegalArgumentException("'length' must not be negative but was " + length);
		}
		return new TransferableBuffer(new HeapBytes(new byte[length]));
	}

	/**
	 * Create a buffer that takes an array over without copying it. Whoever gives the
	 * array away promises not to touch it again.
	 * @param content the array
	 * @return the buffer
	 */
	public static TransferableBuffer wrap(byte[] content) {
		return new TransferableBuffer(new HeapBytes(Objects.requireNonNull(content, "'content' must not be null")));
	}

	/**
	 * Create a buffer of zeros that other processes can open: transferred to a worker in
	 * a process of its own, or back, its content moves there without a copy, where that
	 * of other buffers is copied. It costs some 50 microseconds more to create and to
	 * open than a buffer on the heap, and each access costs some nanoseconds more. The
	 * memory is released when its owner {@linkplain #close() closes} the buffer, or by
	 * the garbage collector.
	 * @param length its length in bytes
	 * @return the buffer
	 * @throws IllegalArgumentException if the length is negative or above the limit of
	 * {@link SharedMemory}
	 * @throws java.io.UncheckedIOException if neither {@code /dev/shm} nor
	 * {@code java.io.tmpdir} has the room
	 */
	public static TransferableBuffer allocateShared(int length) {
		return new TransferableBuffer(new SharedBytes(SharedMemory.allocate(length).forgettable()));
	}

	/**
	 * Create a buffer that takes over a handle of shared memory, which moves here as by a
	 * transfer. Others that have handles see what happens in the buffer.
	 * @param memory the handle
	 * @return the buffer
	 * @throws IllegalStateException if the handle is closed or was transferred
	 * @see #allocateShared
	 */
	public static TransferableBuffer wrap(SharedMemory memory) {
		SharedMemory own = memory.createCounterpart();
		if (memory.isClosed() || !memory.moveTo(own)) {
			throw new IllegalStateException("The shared memory is closed, or was transferred to somebody else");
		}
		return new TransferableBuffer(new SharedBytes(own));
	}

	/**
	 * Return whether other processes can open the content.
	 * @return whether it is in shared memory, and here
	 */
	public boolean isShared() {
		BufferBytes bytes = this.content;
		return bytes != null && bytes.memory() != null;
	}

	/**
	 * Create a handle on the content of a {@linkplain #isShared() shared} buffer, to be
	 * closed. Made for messages, which move it to another process.
	 * @return the handle
	 * @throws IllegalStateException if this buffer is detached, or not shared
	 */
	public SharedMemory duplicateMemory() {
		SharedMemory memory = content().memory();
		if (memory == null) {
			throw new IllegalStateException("The buffer is on the heap of this process");
		}
		return memory.duplicateForMessage();
	}

	/**
	 * Return the length of the content.
	 * @return the length in bytes, 0 if this buffer is detached
	 */
	public int byteLength() {
		BufferBytes bytes = this.content;
		return (bytes != null) ? bytes.length() : 0;
	}

	@Override
	public boolean isDetached() {
		return this.content == null;
	}

	/**
	 * Take the content out of this buffer, which is detached by it.
	 * @return the content, not copied unless it is shared
	 * @throws IllegalStateException if this buffer is detached
	 */
	public byte[] detach() {
		BufferBytes bytes = content();
		if (!CONTENT.compareAndSet(this, bytes, null)) {
			throw detached();
		}
		return bytes.toOwnArray();
	}

	/**
	 * Let the content go, so that its memory is free if it is shared: at once, or a
	 * quarter of a second later where a message has brought it from another process.
	 * Closing a detached buffer has no effect.
	 */
	public void close() {
		BufferBytes bytes = this.content;
		if (bytes != null && CONTENT.compareAndSet(this, bytes, null)) {
			SharedMemory memory = bytes.memory();
			if (memory != null) {
				memory.close();
			}
		}
	}

	/**
	 * Return a copy of the content.
	 * @return the bytes
	 * @throws IllegalStateException if this buffer is detached
	 */
	public byte[] toByteArray() {
		BufferBytes bytes = content();
		byte[] copy = new byte[bytes.length()];
		bytes.get(0, copy, 0, copy.length);
		return copy;
	}

	/**
	 * Return a byte.
	 * @param index the index
	 * @return the byte
	 * @throws IndexOutOfBoundsException if there is none at that index
	 * @throws IllegalStateException if this buffer is detached
	 */
	public byte get(int index) {
		return content().get(index);
	}

	/**
	 * Set a byte.
	 * @param index the index
	 * @param value the byte
	 * @throws IndexOutOfBoundsException if there is none at that index
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void put(int index, byte value) {
		content().put(index, value);
	}

	/**
	 * Copy bytes out of this buffer.
	 * @param index the index of the first byte in this buffer
	 * @param target where to copy to
	 * @param offset where the first byte goes in the array
	 * @param length how many bytes to copy
	 * @throws IndexOutOfBoundsException if there are not as many
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void get(int index, byte[] target, int offset, int length) {
		content().get(index, target, offset, length);
	}

	/**
	 * Copy bytes into this buffer.
	 * @param index the index of the first byte in this buffer
	 * @param source where to copy from
	 * @param offset where the first byte is in the array
	 * @param length how many bytes to copy
	 * @throws IndexOutOfBoundsException if there are not as many
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void put(int index, byte[] source, int offset, int length) {
		content().put(index, source, offset, length);
	}

	/**
	 * Return four bytes as a number.
	 * @param index the index of the first byte, aligned or not
	 * @return the number
	 * @throws IndexOutOfBoundsException if there are no four bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public int getInt(int index) {
		return content().getInt(index);
	}

	/**
	 * Set four bytes to a number.
	 * @param index the index of the first byte, aligned or not
	 * @param value the number
	 * @throws IndexOutOfBoundsException if there are no four bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void putInt(int index, int value) {
		content().putInt(index, value);
	}

	/**
	 * Return eight bytes as a number.
	 * @param index the index of the first byte, aligned or not
	 * @return the number
	 * @throws IndexOutOfBoundsException if there are no eight bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public long getLong(int index) {
		return content().getLong(index);
	}

	/**
	 * Set eight bytes to a number.
	 * @param index the index of the first byte, aligned or not
	 * @param value the number
	 * @throws IndexOutOfBoundsException if there are no eight bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void putLong(int index, long value) {
		content().putLong(index, value);
	}

	/**
	 * Return eight bytes as a floating-point number.
	 * @param index the index of the first byte, aligned or not
	 * @return the number
	 * @throws IndexOutOfBoundsException if there are no eight bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public double getDouble(int index) {
		return Double.longBitsToDouble(getLong(index));
	}

	/**
	 * Set eight bytes to a floating-point number.
	 * @param index the index of the first byte, aligned or not
	 * @param value the number
	 * @throws IndexOutOfBoundsException if there are no eight bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void putDouble(int index, double value) {
		putLong(index, Double.doubleToRawLongBits(value));
	}

	/**
	 * Return a view on a part of this buffer, detached together with it.
	 * @param offset where the part begins, in bytes
	 * @param length how long it is, in bytes
	 * @return the view
	 * @throws IndexOutOfBoundsException if the part is not inside this buffer
	 * @throws IllegalStateException if this buffer is detached
	 */
	public Slice slice(int offset, int length) {
		Objects.checkFromIndexSize(offset, length, content().length());
		return new Slice(this, offset, length);
	}

	private BufferBytes content() {
		BufferBytes bytes = this.content;
		if (bytes == null) {
			throw detached();
		}
		return bytes;
	}

	private static IllegalStateException detached() {
		return new IllegalStateException("The buffer is detached: its content was transferred and is the receiver's. "
				+ "Send it without a transfer list to keep a copy");
	}

	@Override
	TransferableBuffer createCounterpart() {
		return new TransferableBuffer(null);
	}

	@Override
	boolean moveTo(Transferable target) {
		BufferBytes bytes = this.content;
		if (bytes == null || !CONTENT.compareAndSet(this, bytes, null)) {
			return false;
		}
		((TransferableBuffer) target).content = bytes;
		return true;
	}

	@Override
	void release() {
		close();
	}

	@Override
	String kind() {
		return "buffer";
	}

	@Override
	public String toString() {
		return (isDetached()) ? "TransferableBuffer[detached]" : "TransferableBuffer[%d bytes]".formatted(byteLength());
	}

	/**
	 * View on a part of a buffer. A message that has the view and the buffer, or several
	 * views, keeps them connected.
	 */
	public static final class Slice {

		private final TransferableBuffer buffer;

		private final int offset;

		private final int length;

		private Slice(TransferableBuffer buffer, int offset, int length) {
			this.buffer = buffer;
			this.offset = offset;
			this.length = length;
		}

		/**
		 * Return the buffer that this is a part of.
		 * @return the buffer
		 */
		public TransferableBuffer buffer() {
			return this.buffer;
		}

		/**
		 * Return where this part begins.
		 * @return the offset in bytes, 0 if the buffer is detached
		 */
		public int byteOffset() {
			return (this.buffer.isDetached()) ? 0 : this.offset;
		}

		/**
		 * Return how long this part is.
		 * @return the length in bytes, 0 if the buffer is detached
		 */
		public int byteLength() {
			return (this.buffer.isDetached()) ? 0 : this.length;
		}

		/**
		 * Return a byte.
		 * @param index the index inside this part
		 * @return the byte
		 * @throws IndexOutOfBoundsException if there is none at that index
		 * @throws IllegalStateException if the buffer is detached
		 */
		public byte get(int index) {
			return this.buffer.get(this.offset + Objects.checkIndex(index, this.length));
		}

		/**
		 * Set a byte.
		 * @param index the index inside this part
		 * @param value the byte
		 * @throws IndexOutOfBoundsException if there is none at that index
		 * @throws IllegalStateException if the buffer is detached
		 */
		public void put(int index, byte value) {
			this.buffer.put(this.offset + Objects.checkIndex(index, this.length), value);
		}

		/**
		 * Return a copy of this part.
		 * @return the bytes
		 * @throws IllegalStateException if the buffer is detached
		 */
		public byte[] toByteArray() {
			byte[] bytes = new byte[this.length];
			this.buffer.get(this.offset, bytes, 0, this.length);
			return bytes;
		}

	}

}

package io.github.workerthreads.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

	static {
		try {
			CONTENT = MethodHandles.lookup().findVarHandle(TransferableBuffer.class, "content", byte[].class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	// null while detached. Taken by compare-and-set, so that two transfers can't both
	// have it
	private byte @Nullable [] content;

	private TransferableBuffer(byte @Nullable [] content) {
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
		return new TransferableBuffer(new byte[length]);
	}

	/**
	 * Create a buffer that takes an array over without copying it. Whoever gives the
	 * array away promises not to touch it again.
	 * @param content the array
	 * @return the buffer
	 */
	public static TransferableBuffer wrap(byte[] content) {
		return new TransferableBuffer(Objects.requireNonNull(content, "'content' must not be null"));
	}

	/**
	 * Return the length of the content.
	 * @return the length in bytes, 0 if this buffer is detached
	 */
	public int byteLength() {
		byte[] bytes = this.content;
		return (bytes != null) ? bytes.length : 0;
	}

	@Override
	public boolean isDetached() {
		return this.content == null;
	}

	/**
	 * Take the content out of this buffer, which is detached by it.
	 * @return the content, not copied
	 * @throws IllegalStateException if this buffer is detached
	 */
	public byte[] detach() {
		byte[] bytes = content();
		if (!CONTENT.compareAndSet(this, bytes, null)) {
			throw detached();
		}
		return bytes;
	}

	/**
	 * Return a copy of the content.
	 * @return the bytes
	 * @throws IllegalStateException if this buffer is detached
	 */
	public byte[] toByteArray() {
		return content().clone();
	}

	/**
	 * Return a byte.
	 * @param index the index
	 * @return the byte
	 * @throws IndexOutOfBoundsException if there is none at that index
	 * @throws IllegalStateException if this buffer is detached
	 */
	public byte get(int index) {
		return content()[index];
	}

	/**
	 * Set a byte.
	 * @param index the index
	 * @param value the byte
	 * @throws IndexOutOfBoundsException if there is none at that index
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void put(int index, byte value) {
		content()[index] = value;
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
		System.arraycopy(content(), index, target, offset, length);
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
		System.arraycopy(source, offset, content(), index, length);
	}

	/**
	 * Return four bytes as a number.
	 * @param index the index of the first byte, aligned or not
	 * @return the number
	 * @throws IndexOutOfBoundsException if there are no four bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public int getInt(int index) {
		return (int) INT.get(content(), index);
	}

	/**
	 * Set four bytes to a number.
	 * @param index the index of the first byte, aligned or not
	 * @param value the number
	 * @throws IndexOutOfBoundsException if there are no four bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void putInt(int index, int value) {
		INT.set(content(), index, value);
	}

	/**
	 * Return eight bytes as a number.
	 * @param index the index of the first byte, aligned or not
	 * @return the number
	 * @throws IndexOutOfBoundsException if there are no eight bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public long getLong(int index) {
		return (long) LONG.get(content(), index);
	}

	/**
	 * Set eight bytes to a number.
	 * @param index the index of the first byte, aligned or not
	 * @param value the number
	 * @throws IndexOutOfBoundsException if there are no eight bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void putLong(int index, long value) {
		LONG.set(content(), index, value);
	}

	/**
	 * Return eight bytes as a floating-point number.
	 * @param index the index of the first byte, aligned or not
	 * @return the number
	 * @throws IndexOutOfBoundsException if there are no eight bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public double getDouble(int index) {
		return (double) DOUBLE.get(content(), index);
	}

	/**
	 * Set eight bytes to a floating-point number.
	 * @param index the index of the first byte, aligned or not
	 * @param value the number
	 * @throws IndexOutOfBoundsException if there are no eight bytes from there
	 * @throws IllegalStateException if this buffer is detached
	 */
	public void putDouble(int index, double value) {
		DOUBLE.set(content(), index, value);
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
		Objects.checkFromIndexSize(offset, length, content().length);
		return new Slice(this, offset, length);
	}

	private byte[] content() {
		byte[] bytes = this.content;
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
		byte[] bytes = this.content;
		if (bytes == null || !CONTENT.compareAndSet(this, bytes, null)) {
			return false;
		}
		((TransferableBuffer) target).content = bytes;
		return true;
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

package io.github.workerthreads.worker;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A message in bytes, on its way from one {@link MessageRealm} to another. Made for
 * rungs. Immutable, as long as nobody writes into the bytes.
 *
 * @param bytes the message
 * @param carried what goes beside the bytes, which name it by its index: what moves, and
 * handles of shared memory
 * @param rules the rules by which it was written and has to be read, or {@code null} if
 * all is allowed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EncodedMessage(byte[] bytes, List<Object> carried, @Nullable MessageRules rules) {

	/**
	 * Create a message that may hold everything.
	 * @param bytes the message
	 * @param carried what goes beside the bytes
	 */
	public EncodedMessage(byte[] bytes, List<Object> carried) {
		this(bytes, carried, null);
	}

	/**
	 * Return how much of the heap the message takes.
	 * @return the bytes, those of buffers included
	 */
	long size() {
		long size = this.bytes.length;
		for (Object object : this.carried) {
			if (object instanceof TransferableBuffer buffer && !buffer.isDetached() && !buffer.isShared()) {
				size += buffer.byteLength();
			}
		}
		return size;
	}

	/**
	 * Return what has to be closed if nobody can read the message.
	 * @return what goes beside the bytes, if it has an owner
	 */
	List<Transferable> transferables() {
		return this.carried.stream().filter(Transferable.class::isInstance).map(Transferable.class::cast).toList();
	}

	@Override
	public String toString() {
		return "EncodedMessage[%d bytes]".formatted(this.bytes.length);
	}

}

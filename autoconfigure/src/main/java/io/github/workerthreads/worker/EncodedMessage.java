package io.github.workerthreads.worker;

import java.util.List;

/**
 * A message in bytes, on its way from one {@link MessageRealm} to another. Made for
 * rungs. Immutable, as long as nobody writes into the bytes.
 *
 * @param bytes the message
 * @param carried what goes beside the bytes, which name it by its index: what moves, and
 * handles of shared memory
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EncodedMessage(byte[] bytes, List<Object> carried) {

	@Override
	public String toString() {
		return "EncodedMessage[%d bytes]".formatted(this.bytes.length);
	}

}

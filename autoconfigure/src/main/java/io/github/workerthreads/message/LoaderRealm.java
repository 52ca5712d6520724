package io.github.workerthreads.message;

import java.util.List;

/**
 * A message on its way from the classes of one loader to those of another one. Immutable.
 */
public final class LoaderMessage {

	private final byte[] bytes;

	private final List<Object> carried;

	LoaderMessage(byte[] bytes, List<Object> carried) {
		this.bytes = bytes;
		this.carried = carried;
	}

	byte[] bytes() {
		return this.bytes;
	}

	List<Object> carried() {
		return this.carried;
	}

	@Override
	public String toString() {
		return "LoaderMessage[%d bytes]".formatted(this.bytes.length);
	}

}

package io.github.workerthreads.runtime.protocol;

/**
 * Unit of the worker protocol. On the wire: the length of the body (4 bytes, big endian
 * as all numbers), the type (1 byte), the id (8 bytes), the number (4 bytes), the body.
 *
 * @param type the kind of frame
 * @param id what it is about, such as a task
 * @param number what it says, if a number is enough
 * @param body what else it says
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and read, never compared
public record Frame(FrameType type, long id, int number, byte[] body) {

	private static final byte[] EMPTY = new byte[0];

	/**
	 * Create a frame without a body.
	 * @param type the kind of frame
	 * @param id what it is about
	 * @param number what it says
	 */
	public Frame(FrameType type, long id, int number) {
		this(type, id, number, EMPTY);
	}

}

package io.github.workerthreads.runtime.protocol;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.ProcessMessage;
import io.github.workerthreads.message.ProcessMessageCodec;

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

	/**
	 * Return a frame with a message. Its number tells whether that names shared memory,
	 * beside what it says else.
	 * @param type the kind of frame
	 * @param id what it is about
	 * @param number what it says, less than 2<sup>30</sup>
	 * @param message the message
	 * @return the frame
	 */
	public static Frame of(FrameType type, long id, int number, ProcessMessage message) {
		return new Frame(type, id, (number << 1) | ((message.namesMemory()) ? 1 : 0), message.bytes());
	}

	/**
	 * Return the number beside a message.
	 * @return what it says
	 */
	public int numberOfMessage() {
		return this.number >>> 1;
	}

	/**
	 * Read the message.
	 * @param codec reads it
	 * @param names what its values are called in paths
	 * @return the values
	 * @throws io.github.workerthreads.worker.DataCloneException if it is none
	 */
	public @Nullable Object[] message(ProcessMessageCodec codec, String... names) {
		return codec.decode(names, this.body, (this.number & 1) != 0);
	}

}

package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;

/**
 * Turns messages into bytes and bytes into messages, for workers that do not share the
 * heap. Sender and receiver each have one of the same kind. Implementations are
 * thread-safe.
 */
public interface MessageCodec {

	/**
	 * Write values that belong together, such as the arguments of a call, as one message.
	 * @param names what the values are called in paths
	 * @param values the values
	 * @return the bytes
	 * @throws DataCloneException if a value cannot be cloned
	 */
	byte[] encode(String[] names, @Nullable Object[] values);

	/**
	 * Read the values of a message.
	 * @param names what the values are called in paths, as many as were sent
	 * @param message the bytes, which may come from anywhere
	 * @return the values
	 * @throws DataCloneException if the bytes are no such message, or a value cannot be
	 * rebuilt
	 */
	@Nullable Object[] decode(String[] names, byte[] message);

	/**
	 * Write a failure, whatever it holds.
	 * @param failure the failure
	 * @return the bytes
	 */
	byte[] encodeFailure(Throwable failure);

	/**
	 * Read a failure. What cannot be rebuilt has stand-ins.
	 * @param message the bytes, which may come from anywhere
	 * @return the failure
	 * @throws DataCloneException if the bytes are no failure
	 */
	Throwable decodeFailure(byte[] message);

	/**
	 * Write a value as a message.
	 * @param name what the value is called in paths
	 * @param value the value
	 * @return the bytes
	 * @throws DataCloneException if the value cannot be cloned
	 */
	default byte[] encode(String name, @Nullable Object value) {
		return encode(new String[] { name }, new @Nullable Object[] { value });
	}

	/**
	 * Read the only value of a message.
	 * @param name what the value is called in paths
	 * @param message the bytes, which may come from anywhere
	 * @return the value
	 * @throws DataCloneException if the bytes are no such message, or the value cannot be
	 * rebuilt
	 */
	default @Nullable Object decode(String name, byte[] message) {
		return decode(new String[] { name }, message)[0];
	}

}

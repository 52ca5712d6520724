package io.github.workerthreads.runtime.protocol;

import java.io.Closeable;
import java.io.IOException;

/**
 * Carries the bytes of frames. One thread reads, one at a time writes.
 */
interface FrameTransport extends Closeable {

	/**
	 * Read some bytes, which waits until there is one.
	 * @param target gets them
	 * @param offset where they go
	 * @param length the most, at least 1
	 * @return how many came, or -1 if the other side has ended the connection
	 * @throws IOException if the connection has ended
	 */
	int read(byte[] target, int offset, int length) throws IOException;

	/**
	 * Write bytes, which waits until the other side has taken enough of what was written
	 * before.
	 * @param source the bytes
	 * @param offset where they begin
	 * @param length how many
	 * @throws IOException if the connection has ended
	 */
	void write(byte[] source, int offset, int length) throws IOException;

	/**
	 * Note that the other side has ended, so that nobody waits for it to take bytes. What
	 * it has sent can still be read.
	 */
	void otherSideEnded();

}

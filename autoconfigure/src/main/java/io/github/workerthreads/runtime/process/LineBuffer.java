package io.github.workerthreads.runtime.process;

import java.nio.charset.Charset;

/**
 * Collects the bytes of one line, of which it keeps the beginning. Not thread-safe.
 */
final class LineBuffer {

	private final byte[] bytes;

	private int length;

	private boolean shortened;

	/**
	 * Create a buffer.
	 * @param capacity how many bytes of a line are kept
	 */
	LineBuffer(int capacity) {
		this.bytes = new byte[capacity];
	}

	/**
	 * Add a byte.
	 * @param next the byte
	 * @return whether it ends the line
	 */
	boolean endsWith(byte next) {
		if (next == '\n') {
			return true;
		}
		if (next == '\r') {
			return false;
		}
		if (this.length < this.bytes.length) {
			this.bytes[this.length++] = next;
		}
		else {
			this.shortened = true;
		}
		return false;
	}

	boolean isEmpty() {
		return this.length == 0;
	}

	/**
	 * Take the line out. Control characters, which could write over other lines of a
	 * terminal, are replaced.
	 * @param charset the character set of the bytes
	 * @return the line
	 */
	String text(Charset charset) {
		String text = new String(this.bytes, 0, this.length, charset).replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
		String line = (this.shortened) ? text + "..." : text;
		this.length = 0;
		this.shortened = false;
		return line;
	}

}

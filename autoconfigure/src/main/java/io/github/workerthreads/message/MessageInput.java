package io.github.workerthreads.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of a message, which may be anything: each length is checked against what is left
 * before it is believed. Not thread-safe, used for one message.
 */
final class MessageInput {

	private final byte[] bytes;

	private final ReceivedClasses classes;

	private final List<String> names = new ArrayList<>(0);

	private int position;

	/**
	 * Number of values that were announced and take a byte each at least.
	 */
	private int announced;

	MessageInput(byte[] bytes, ReceivedClasses classes) {
		this.bytes = bytes;
		this.classes = classes;
	}

	int position() {
		return this.position;
	}

	int length() {
		return this.bytes.length;
	}

	/**
	 * Read how many values follow.
	 * @return the number, at most as many as there can be
	 */
	int readCount() {
		int count = readLength(1);
		this.announced += count;
		return count;
	}

	/**
	 * Note that an announced value is read now.
	 */
	void take() {
		this.announced--;
	}

	/**
	 * Read the length of what follows.
	 * @param width how many bytes each element takes
	 * @return the length, checked
	 */
	int readLength(int width) {
		int length = readSize();
		return checkLength(length, width);
	}

	private int checkLength(int length, int width) {
		long left = (long) this.bytes.length - this.position - this.announced;
		if (length < 0 || (long) length * width > left) {
			throw malformed("a length of %s does not fit the %s bytes that are left"
				.formatted(Integer.toUnsignedLong(length), Math.max(left, 0)));
		}
		return length;
	}

	int readByte() {
		checkLength(1, 1);
		return this.bytes[this.position++] & 0xFF;
	}

	/**
	 * Read the byte that an announced value begins with.
	 * @return the byte
	 */
	int readTag() {
		if (this.position >= this.bytes.length) {
			throw malformed("the message ends too early");
		}
		return this.bytes[this.position++] & 0xFF;
	}

	boolean readBoolean() {
		return readByte() != 0;
	}

	int readSize() {
		int value = 0;
		for (int shift = 0; shift < 35; shift += 7) {
			int next = readByte();
			value |= (next & 0x7F) << shift;
			if (next < 0x80) {
				return value;
			}
		}
		throw malformed("a number has too many bytes");
	}

	int readInt() {
		int value = readSize();
		return (value >>> 1) ^ -(value & 1);
	}

	long readLong() {
		long value = 0;
		for (int shift = 0; shift < 70; shift += 7) {
			long next = readByte();
			value |= (next & 0x7F) << shift;
			if (next < 0x80) {
				return (value >>> 1) ^ -(value & 1);
			}
		}
		throw malformed("a number has too many bytes");
	}

	long readFixed(int width) {
		checkLength(width, 1);
		long value = 0;
		for (int i = 0; i < width; i++) {
			value = (value << 8) | (this.bytes[this.position++] & 0xFF);
		}
		return value;
	}

	byte[] readBytes() {
		byte[] value = new byte[readLength(1)];
		System.arraycopy(this.bytes, this.position, value, 0, value.length);
		this.position += value.length;
		return value;
	}

	String readText() {
		int header = readSize();
		boolean wide = (header & 1) != 0;
		int chars = checkLength(header >>> 1, wide ? 2 : 1);
		if (!wide) {
			String text = new String(this.bytes, this.position, chars, StandardCharsets.ISO_8859_1);
			this.position += chars;
			return text;
		}
		char[] text = new char[chars];
		for (int i = 0; i < chars; i++) {
			text[i] = (char) readFixed(2);
		}
		return new String(text);
	}

	String readName() {
		int number = readSize();
		if (number == 0) {
			String name = readText();
			this.names.add(name);
			return name;
		}
		if (number < 0 || number > this.names.size()) {
			throw malformed("there is no name of number " + number);
		}
		return this.names.get(number - 1);
	}

	Class<?> readClass() {
		return this.classes.read(this).type();
	}

	/**
	 * Check that all bytes were read.
	 */
	void end() {
		if (this.position != this.bytes.length) {
			throw malformed("%s bytes follow the end of the message".formatted(this.bytes.length - this.position));
		}
	}

	MalformedInputFailure malformed(String reason) {
		return new MalformedInputFailure(reason);
	}

}

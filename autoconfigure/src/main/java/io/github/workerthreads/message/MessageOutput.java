package io.github.workerthreads.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Buffer that a message is written to. Numbers take as few bytes as they need, seven bits
 * in each. Not thread-safe, used for one message.
 */
final class MessageOutput {

	private static final int INITIAL_CAPACITY = 256;

	// What every JVM can make an array of
	private static final int LONGEST = Integer.MAX_VALUE - 8;

	private final int limit;

	private byte[] bytes = new byte[INITIAL_CAPACITY];

	private int length;

	/**
	 * The names that were written, and their numbers.
	 */
	private final Map<String, Integer> names = new HashMap<>();

	private final SentClasses classes;

	MessageOutput(int limit, SentClasses classes) {
		this.limit = limit;
		this.classes = classes;
	}

	byte[] toBytes() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	void writeByte(int value) {
		reserve(1);
		this.bytes[this.length++] = (byte) value;
	}

	void writeBoolean(boolean value) {
		writeByte(value ? 1 : 0);
	}

	/**
	 * Write a number that is not negative, and mostly small.
	 * @param value the number
	 */
	void writeSize(int value) {
		reserve(5);
		int rest = value;
		while ((rest & ~0x7F) != 0) {
			this.bytes[this.length++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.bytes[this.length++] = (byte) rest;
	}

	void writeInt(int value) {
		writeSize((value << 1) ^ (value >> 31));
	}

	void writeLong(long value) {
		reserve(10);
		long rest = (value << 1) ^ (value >> 63);
		while ((rest & ~0x7FL) != 0) {
			this.bytes[this.length++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.bytes[this.length++] = (byte) rest;
	}

	/**
	 * Write the lowest bytes of a number.
	 * @param value the number
	 * @param width how many bytes
	 */
	void writeFixed(long value, int width) {
		reserve(width);
		for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
			this.bytes[this.length++] = (byte) (value >> shift);
		}
	}

	void writeBytes(byte[] value) {
		writeSize(value.length);
		writeRaw(value);
	}

	private void writeRaw(byte[] value) {
		reserve(value.length);
		System.arraycopy(value, 0, this.bytes, this.length, value.length);
		this.length += value.length;
	}

	/**
	 * Write a text with all its characters, unpaired surrogates too.
	 * @param text the text
	 */
	void writeText(String text) {
		int chars = text.length();
		if (isLatin(text)) {
			checkRoom((long) chars + 5);
			writeSize(chars << 1);
			writeRaw(text.getBytes(StandardCharsets.ISO_8859_1));
			return;
		}
		checkRoom(chars * 2L + 5);
		writeSize((chars << 1) | 1);
		reserve(chars * 2);
		for (int i = 0; i < chars; i++) {
			char character = text.charAt(i);
			this.bytes[this.length++] = (byte) (character >> 8);
			this.bytes[this.length++] = (byte) character;
		}
	}

	private static boolean isLatin(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) > 0xFF) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Write a text that a message may have often, in full for the first time only.
	 * @param name the text
	 */
	void writeName(String name) {
		Integer number = this.names.putIfAbsent(name, this.names.size() + 1);
		writeSize((number != null) ? number : 0);
		if (number == null) {
			writeText(name);
		}
	}

	/**
	 * Write the name of a class, in full for the first time only.
	 * @param type the class
	 */
	void writeClass(Class<?> type) {
		this.classes.write(type, this);
	}

	private void reserve(int count) {
		if (count > this.bytes.length - this.length) {
			checkRoom(count);
			this.bytes = Arrays.copyOf(this.bytes, capacity((long) this.length + count));
		}
	}

	private int capacity(long needed) {
		if (needed > LONGEST) {
			throw tooLong();
		}
		long most = Math.min(this.limit + 16L, LONGEST);
		return (int) Math.max(needed, Math.min(this.bytes.length * 2L, most));
	}

	/**
	 * Check early that the message stays about its limit.
	 * @param count how many bytes follow, or a few more
	 */
	void checkRoom(long count) {
		if (this.length + count > this.limit + 16L) {
			throw tooLong();
		}
	}

	/**
	 * Check that the message is within its limit, which its receiver insists on.
	 */
	void checkLength() {
		if (this.length > this.limit) {
			throw tooLong();
		}
	}

	private UncloneableException tooLong() {
		return new UncloneableException(
				"the message takes more than %s bytes. Send less, or raise 'maxBytes' of the limits of messages"
					.formatted(this.limit));
	}

}

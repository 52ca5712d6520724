package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.SharedMemory;

/**
 * Values of a message in bytes that go beside the bytes, since sender and receiver share
 * a heap. Not thread-safe, used for one message.
 */
final class CarriedValues {

	// Compared by identity
	private final Map<Object, Object> replacements;

	private final List<Object> values = new ArrayList<>();

	/**
	 * Create an empty list.
	 * @param replacements what the receiver gets for values of the message, by identity
	 */
	CarriedValues(Map<Object, Object> replacements) {
		this.replacements = replacements;
	}

	/**
	 * Return what the receiver gets for a value beside the bytes.
	 * @param value the value
	 * @return its counterpart, or {@code null} if it goes as bytes
	 * @throws UncloneableException if it can go neither way
	 */
	@Nullable Object counterpartOf(Object value) {
		Object replacement = (!this.replacements.isEmpty()) ? this.replacements.get(value) : null;
		if (replacement == null && value instanceof SharedMemory memory) {
			return WorkerTypes.share(memory);
		}
		return replacement;
	}

	/**
	 * Add a value.
	 * @param counterpart what the receiver gets
	 * @return its number
	 */
	int add(Object counterpart) {
		this.values.add(counterpart);
		return this.values.size() - 1;
	}

	List<Object> values() {
		return List.copyOf(this.values);
	}

}

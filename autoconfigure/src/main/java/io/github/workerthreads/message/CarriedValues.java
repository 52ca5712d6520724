package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
	 * Return whether a value goes beside the bytes.
	 * @param value the value
	 * @return whether it has a counterpart
	 */
	boolean takes(Object value) {
		return isReplaced(value) || value instanceof SharedMemory;
	}

	/**
	 * Return whether it was said what stands for a value, as for one that moves.
	 * @param value the value
	 * @return whether it is not cloned, so that marks of what cannot be are of no effect
	 */
	boolean isReplaced(Object value) {
		return !this.replacements.isEmpty() && this.replacements.containsKey(value);
	}

	/**
	 * Return what the receiver gets for a value that goes beside the bytes. For each
	 * value once: it may be a new handle.
	 * @param value the value
	 * @return its counterpart
	 * @throws UncloneableException if it cannot go
	 */
	Object counterpartOf(Object value) {
		Object replacement = this.replacements.get(value);
		return (replacement != null) ? replacement : WorkerTypes.share((SharedMemory) value);
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

	/**
	 * Close the handles that were made for the message, since it is not sent.
	 */
	void closeHandles() {
		for (Object value : this.values) {
			if (value instanceof SharedMemory handle && !this.replacements.containsValue(handle)) {
				handle.close();
			}
		}
	}

	List<Object> values() {
		return List.copyOf(this.values);
	}

}

package io.github.workerthreads.message;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Plan of values that have no parts and are written to bytes at once. Thread-safe.
 */
final class ValueForm extends TypePlan {

	private final int number;

	private final boolean tracked;

	private final Class<?> type;

	private final BiConsumer<MessageOutput, Object> write;

	private final Function<MessageInput, ?> read;

	/**
	 * Create a form.
	 * @param number what stands for the form in bytes
	 * @param type the type of the values
	 * @param tracked whether a message keeps the identity of the values
	 * @param write writes a value
	 * @param read reads a value
	 * @param <T> the type of the values
	 */
	@SuppressWarnings("unchecked")
	<T> ValueForm(int number, Class<T> type, boolean tracked, BiConsumer<MessageOutput, T> write,
			Function<MessageInput, ?> read) {
		this.number = number;
		this.type = type;
		this.tracked = tracked;
		this.write = (BiConsumer<MessageOutput, Object>) write;
		this.read = read;
	}

	int number() {
		return this.number;
	}

	boolean isTracked() {
		return this.tracked;
	}

	Class<?> type() {
		return this.type;
	}

	void write(MessageOutput output, Object value) {
		this.write.accept(output, value);
	}

	/**
	 * Read a value.
	 * @param input the bytes
	 * @return the value
	 * @throws RuntimeException if the bytes are no value of this form
	 */
	Object read(MessageInput input) {
		return this.read.apply(input);
	}

}

package io.github.workerthreads.runtime.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.message.BinaryMessageCodec;
import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.worker.DataCloneException;

/**
 * Fields of a frame's body, by their position: texts, numbers, bytes, and lists of them,
 * which travel as arrays, since what reads collections costs the start of a process some
 * tens of milliseconds. Not thread-safe.
 */
final class FrameFields {

	private static final BinaryMessageCodec CODEC = new BinaryMessageCodec(null, AllowedTypes.ofJdk(),
			MessageLimits.defaults());

	private final FrameType type;

	private final @Nullable Object[] values;

	private int next;

	private FrameFields(FrameType type, @Nullable Object[] values) {
		this.type = type;
		this.values = values;
	}

	static byte[] write(@Nullable Object... values) {
		return CODEC.encode("frame", plain(values));
	}

	private static @Nullable Object[] plain(@Nullable Object[] values) {
		@Nullable Object[] plain = values.clone();
		for (int i = 0; i < plain.length; i++) {
			if (plain[i] instanceof Collection<?> list) {
				plain[i] = plain(list.toArray());
			}
		}
		return plain;
	}

	static FrameFields read(Frame frame) throws ProtocolException {
		try {
			if (CODEC.decode("frame", frame.body()) instanceof Object[] values) {
				return new FrameFields(frame.type(), values);
			}
		}
		catch (DataCloneException ex) {
			throw new ProtocolException("The body of a frame %s cannot be read".formatted(frame.type()), ex);
		}
		throw new ProtocolException("The body of a frame %s has no fields".formatted(frame.type()));
	}

	int size() {
		return this.values.length;
	}

	<T> T next(Class<T> type) throws ProtocolException {
		T value = nextOrNull(type);
		if (value == null) {
			throw wrong(type);
		}
		return value;
	}

	<T> @Nullable T nextOrNull(Class<T> type) throws ProtocolException {
		if (this.next == this.values.length) {
			throw wrong(type);
		}
		Object value = this.values[this.next++];
		if (value != null && !type.isInstance(value)) {
			throw wrong(type);
		}
		return type.cast(value);
	}

	<T> List<T> nextList(Class<T> type) throws ProtocolException {
		List<T> elements = new ArrayList<>();
		for (Object element : next(Object[].class)) {
			if (!type.isInstance(element)) {
				throw wrong(type);
			}
			elements.add(type.cast(element));
		}
		return elements;
	}

	/**
	 * Return what two lists say together, the first of which has the keys.
	 * @return the texts by key, in order
	 * @throws ProtocolException if these are no such lists
	 */
	Map<String, String> nextTexts() throws ProtocolException {
		List<String> keys = nextList(String.class);
		List<String> texts = nextList(String.class);
		if (keys.size() != texts.size()) {
			throw wrong(Map.class);
		}
		Map<String, String> byKey = new LinkedHashMap<>();
		for (int i = 0; i < keys.size(); i++) {
			byKey.put(keys.get(i), texts.get(i));
		}
		return byKey;
	}

	boolean hasNext() {
		return this.next < this.values.length;
	}

	private ProtocolException wrong(Class<?> expected) {
		return new ProtocolException("Field %d of a frame %s is no %s".formatted(Math.max(1, this.next), this.type,
				expected.getSimpleName()));
	}

}

package io.github.workerthreads.message;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Finds what a wrapper of {@link java.util.Collections} wraps, and which enum an empty
 * map is for: fields that are closed to us. A stream of objects is shown them, and left
 * at once. Nothing is serialized. Not thread-safe, used for one object.
 */
final class WrappedObject extends ObjectOutputStream {

	private final Object wrapper;

	private @Nullable Object wrapped;

	private @Nullable Class<?> described;

	private WrappedObject(Object wrapper) throws IOException {
		super(OutputStream.nullOutputStream());
		this.wrapper = wrapper;
		enableReplaceObject(true);
	}

	/**
	 * Find what a wrapper wraps.
	 * @param wrapper the wrapper
	 * @return the wrapped object, or what replaces that when it is serialized
	 */
	static @Nullable Object of(Object wrapper) {
		try {
			WrappedObject stream = new WrappedObject(wrapper);
			try {
				stream.writeObject(wrapper);
			}
			catch (Seen ex) {
				return stream.wrapped;
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return null;
	}

	/**
	 * Find the enum whose constants are the keys of a map.
	 * @param map the map
	 * @return the class of the enum
	 */
	static Class<?> enumOf(EnumMap<?, ?> map) {
		for (Enum<?> key : map.keySet()) {
			return key.getDeclaringClass();
		}
		try {
			WrappedObject stream = new WrappedObject(map);
			try {
				stream.writeObject(map);
			}
			catch (Seen ex) {
				return Objects.requireNonNull(stream.described);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		throw new UncloneableException("it does not tell which enum its keys are of");
	}

	@Override
	protected void annotateClass(Class<?> type) {
		if (type.isEnum()) {
			this.described = type;
			throw new Seen();
		}
	}

	@Override
	protected Object replaceObject(Object object) {
		if (object == this.wrapper) {
			return object;
		}
		this.wrapped = object;
		throw new Seen();
	}

	private static final class Seen extends RuntimeException {

		private Seen() {
			super(null, null, false, false);
		}

	}

}

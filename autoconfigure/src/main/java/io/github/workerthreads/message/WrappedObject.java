package io.github.workerthreads.message;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Finds what a wrapper of {@link java.util.Collections} wraps, whose field is closed to
 * us: a stream of objects is shown it, and left at once. Nothing is serialized. Not
 * thread-safe, used for one wrapper.
 */
final class WrappedObject extends ObjectOutputStream {

	private final Object wrapper;

	private @Nullable Object wrapped;

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

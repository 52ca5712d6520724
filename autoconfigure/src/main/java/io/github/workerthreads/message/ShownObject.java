package io.github.workerthreads.message;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Stream that is left as soon as it is shown the first object that another one refers to.
 */
final class ShownObject extends ObjectOutputStream {

	private final Object owner;

	private @Nullable Object shown;

	private ShownObject(Object owner) throws IOException {
		super(OutputStream.nullOutputStream());
		this.owner = owner;
		enableReplaceObject(true);
	}

	static @Nullable Object in(Object owner) throws IOException {
		ShownObject stream = new ShownObject(owner);
		try {
			stream.writeObject(owner);
		}
		catch (Seen ex) {
			return stream.shown;
		}
		return null;
	}

	@Override
	protected Object replaceObject(Object object) {
		if (object == this.owner) {
			return object;
		}
		this.shown = object;
		throw new Seen();
	}

	private static final class Seen extends RuntimeException {

		private Seen() {
			super(null, null, false, false);
		}

	}

}

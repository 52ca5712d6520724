package io.github.workerthreads.worker;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Clones messages by the rules of structured clone. Ports find theirs through
 * {@link java.util.ServiceLoader}; the library brings one. Implementations are
 * thread-safe.
 */
@FunctionalInterface
public interface MessageCloner {

	/**
	 * Clone a message.
	 * @param name what the message is called in paths, such as {@code message}
	 * @param message the message
	 * @param replacements what stands in the clone for values of the message, compared by
	 * identity; such a value itself is not looked at
	 * @return the clone, or the message itself if it can't change
	 * @throws DataCloneException if a value in it cannot be cloned
	 */
	@Nullable Object clone(String name, @Nullable Object message, Map<Object, Object> replacements);

	/**
	 * Close the handles of shared memory that a clone has, since nobody will receive it.
	 * Does nothing unless it is overridden.
	 * @param clone what {@link #clone} returned
	 */
	default void discard(@Nullable Object clone) {
	}

}

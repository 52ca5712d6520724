package io.github.workerthreads.worker;

import org.jspecify.annotations.Nullable;

/**
 * Says how values of a type are cloned that could not be, or should be in another way. A
 * value is taken apart into one that can be cloned, such as a record, a list or an array,
 * and a clone is rebuilt of the clone of that. The same serves where sender and receiver
 * share a heap and where they exchange bytes. In an application each bean of this type is
 * used. Implementations must be thread-safe.
 *
 * @param <T> the type of the values
 */
public interface TypeCloner<T> {

	/**
	 * Return the type of the values. Subtypes are cloned in the same way unless there is
	 * a cloner for them, and become what {@link #rebuild} returns.
	 * @return the type
	 */
	Class<T> type();

	/**
	 * Take a value apart.
	 * @param value the value, which must not be changed
	 * @return what it can be rebuilt of; never the value itself
	 */
	@Nullable Object takeApart(T value);

	/**
	 * Rebuild a value.
	 * @param parts a clone of what {@link #takeApart} returned; where it came as bytes it
	 * has been checked to be well-formed, but not to make sense
	 * @return the value
	 */
	T rebuild(@Nullable Object parts);

}

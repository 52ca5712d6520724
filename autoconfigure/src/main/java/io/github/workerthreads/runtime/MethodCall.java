package io.github.workerthreads.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Call of a method of a bean. Rungs that share the heap call the application's own bean
 * through {@code invoker}; others find theirs by its name.
 *
 * @param signature what all calls of the method have in common
 * @param arguments the arguments, which cross over as one message
 * @param invoker calls the application's own bean
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MethodCall(MethodSignature signature, @Nullable Object[] arguments, Invoker invoker) implements Call {

	/**
	 * Calls a method of the application's own bean.
	 */
	@FunctionalInterface
	public interface Invoker {

		/**
		 * Call the method on the current thread.
		 * @param arguments the arguments
		 * @return the result
		 * @throws Throwable what the method threw
		 */
		@Nullable Object invoke(@Nullable Object[] arguments) throws Throwable;

	}

}

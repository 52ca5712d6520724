package io.github.workerthreads.runtime;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Call of a method of a bean. Rungs that share the heap call the application's own bean
 * through {@code invoker}; others find theirs by its name.
 *
 * @param signature what all calls of the method have in common
 * @param arguments the arguments, in an array of this call's own, which cross over as one
 * message; once prepared, their clones in the same array, or that message first on rungs
 * that make one
 * @param invoker calls the application's own bean
 * @param handling how the worker gets from the method to its result
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MethodCall(MethodSignature signature, @Nullable Object[] arguments, Invoker invoker,
		Handling handling) implements Call {

	/**
	 * Return this call with the message that its arguments became.
	 * @param prepared the message, and what else the rung needs to know of them
	 * @return the prepared call
	 */
	public MethodCall prepared(@Nullable Object... prepared) {
		return new MethodCall(this.signature, prepared, this.invoker, this.handling);
	}

	/**
	 * Calls a method of a bean.
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

	/**
	 * Way from a method to its result, on the worker: what the method returns may be the
	 * result, or a future or publisher of it.
	 */
	@FunctionalInterface
	public interface Handling {

		/**
		 * What the method returns is the result.
		 */
		Handling VALUE = (method, arguments, items) -> method.invoke(arguments);

		/**
		 * Call the method on the current thread and wait for its result.
		 * @param method calls the worker's bean
		 * @param arguments the worker's own copy of the arguments
		 * @param items makes the caller's own copy of an item that goes ahead of the
		 * result
		 * @return the result
		 * @throws Throwable what the method failed with
		 */
		@Nullable Object handle(Invoker method, @Nullable Object[] arguments, UnaryOperator<Object> items) throws Throwable;

	}

}

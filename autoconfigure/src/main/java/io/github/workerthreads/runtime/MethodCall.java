package io.github.workerthreads.runtime;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * Call of a method of a bean. Rungs that share the heap call the application's own bean
 * through {@code invoker}; others find theirs by {@code beanName}.
 *
 * @param beanName the name of the bean
 * @param method the method of the bean's class
 * @param arguments the arguments, which cross over as one message
 * @param transferred for each argument whether it is handed over as is instead of cloned
 * @param clonesResult whether the result is cloned, {@code false} if it is handed over as
 * is
 * @param invoker calls the application's own bean
 */
public record MethodCall(String beanName, Method method, @Nullable Object[] arguments, boolean[] transferred,
		boolean clonesResult, Invoker invoker) implements Call {

	/**
	 * Return this call with other arguments.
	 * @param arguments the arguments
	 * @return a new call
	 */
	public MethodCall withArguments(@Nullable Object[] arguments) {
		return new MethodCall(this.beanName, this.method, arguments, this.transferred, this.clonesResult, this.invoker);
	}

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

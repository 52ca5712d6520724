package io.github.workerthreads.offload;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.MethodCall;

/**
 * Way to call an offloaded method, one for each kind of return type. Thread-safe.
 */
interface CallStyle {

	/**
	 * Call a method.
	 * @param method the method
	 * @param arguments the arguments
	 * @param body the rest of the call, which goes on to the application's own bean
	 * @return what the caller gets
	 * @throws Throwable what the caller gets instead
	 */
	@Nullable Object call(OffloadedMethod method, @Nullable Object[] arguments, MethodCall.Invoker body) throws Throwable;

}

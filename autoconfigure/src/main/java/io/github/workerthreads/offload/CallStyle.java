package io.github.workerthreads.offload;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * Way to call an offloaded method, one for each kind of return type. Thread-safe.
 */
interface CallStyle {

	/**
	 * Call a method.
	 * @param method the method
	 * @param invocation the call, which goes on to the bean
	 * @return what the caller gets
	 * @throws Throwable what the caller gets instead
	 */
	@Nullable Object call(OffloadedMethod method, ProxyMethodInvocation invocation) throws Throwable;

}

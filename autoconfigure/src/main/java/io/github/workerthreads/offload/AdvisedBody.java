package io.github.workerthreads.offload;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

import io.github.workerthreads.runtime.MethodCall;

/**
 * The rest of a call on its way to the bean: the advice that comes after ours and the
 * method itself. May run several times, each time with other arguments.
 *
 * @param invocation the call
 */
record AdvisedBody(ProxyMethodInvocation invocation) implements MethodCall.Invoker {

	/*
	 * The invocation is cloned since advice in front of ours holds it and must not see
	 * the worker's arguments, and exposed again since AspectJ's advice looks for it on
	 * the current thread.
	 */
	@Override
	public @Nullable Object invoke(@Nullable Object[] arguments) throws Throwable {
		return ExposeInvocationInterceptor.INSTANCE.invoke(this.invocation.invocableClone(arguments));
	}

}

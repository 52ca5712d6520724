package io.github.workerthreads.offload;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

import io.github.workerthreads.runtime.MethodCall;

/**
 * The rest of a call where no advice comes after ours: the method itself. May run several
 * times, each time with other arguments.
 *
 * @param target the bean
 * @param method the method
 */
record PlainBody(Object target, Method method) implements MethodCall.Invoker {

	@Override
	public @Nullable Object invoke(@Nullable Object[] arguments) throws Throwable {
		return AopUtils.invokeJoinpointUsingReflection(this.target, this.method, arguments);
	}

}

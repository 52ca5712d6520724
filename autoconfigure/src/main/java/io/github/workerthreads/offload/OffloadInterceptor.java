package io.github.workerthreads.offload;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * Takes calls of offloaded methods to a worker. Thread-safe.
 */
final class OffloadInterceptor implements MethodInterceptor {

	private final OffloadedMethods offloadedMethods;

	private final @Nullable String beanName;

	private final Map<Method, OffloadedMethod> methods = new ConcurrentHashMap<>();

	/**
	 * Create an interceptor.
	 * @param offloadedMethods finds the methods
	 * @param beanName the name of the bean, {@code null} where it is not known: the class
	 * stands for it then
	 */
	OffloadInterceptor(OffloadedMethods offloadedMethods, @Nullable String beanName) {
		this.offloadedMethods = offloadedMethods;
		this.beanName = beanName;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> beanClass = (target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass();
		OffloadedMethod method = this.methods.get(invocation.getMethod());
		if (method == null || method.beanClass() != beanClass) {
			method = find(invocation.getMethod(), beanClass);
		}
		return (method != null) ? method.call((ProxyMethodInvocation) invocation) : invocation.proceed();
	}

	private @Nullable OffloadedMethod find(Method called, Class<?> beanClass) {
		String name = (this.beanName != null) ? this.beanName : beanClass.getName();
		OffloadedMethod method = this.offloadedMethods.find(name, called, beanClass);
		if (method != null) {
			this.methods.put(called, method);
		}
		return method;
	}

}

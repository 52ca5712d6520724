package io.github.workerthreads.runtime.child;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeansException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.WorkerBeans;

/**
 * The application context of one worker. Used by that worker's thread only.
 */
final class LeanContext implements WorkerBeans {

	private final AnnotationConfigApplicationContext context;

	private final String worker;

	LeanContext(AnnotationConfigApplicationContext context, String worker) {
		this.context = context;
		this.worker = worker;
	}

	/**
	 * Define a bean by its class, unless the context has it by its name, or one of that
	 * class.
	 * @param signature a method of the bean
	 * @return the name of the bean in this context
	 */
	String define(MethodSignature signature) {
		String name = signature.beanName();
		if (!this.context.containsBeanDefinition(name)) {
			Class<?> type = ownClass(signature.beanClass());
			String[] others = this.context.getBeanFactory().getBeanNamesForType(type, true, false);
			if (others.length == 1) {
				return others[0];
			}
			this.context.registerBean(name, type);
		}
		return name;
	}

	@Override
	public MethodCall.Invoker method(MethodSignature signature) {
		try {
			Object bean = this.context.getBean(define(signature));
			Method method = AopUtils.selectInvocableMethod(ownMethod(signature.method()), bean.getClass());
			return (arguments) -> AopUtils.invokeJoinpointUsingReflection(bean, method, arguments);
		}
		catch (BeansException ex) {
			throw BeanFailures.explain(ex, this.worker);
		}
	}

	private Method ownMethod(Method method) {
		Class<?>[] parameters = Arrays.stream(method.getParameterTypes()).map(this::ownClass).toArray(Class<?>[]::new);
		Class<?> type = ownClass(method.getDeclaringClass());
		Method own = ReflectionUtils.findMethod(type, method.getName(), parameters);
		return Objects.requireNonNull(own, () -> "%s of %s".formatted(method, type.getClassLoader()));
	}

	private Class<?> ownClass(Class<?> type) {
		if (type.isPrimitive()) {
			return type;
		}
		return (type.isArray()) ? ownClass(type.getComponentType()).arrayType()
				: ClassUtils.resolveClassName(type.getName(), this.context.getClassLoader());
	}

	@Override
	public void close() {
		this.context.close();
	}

}

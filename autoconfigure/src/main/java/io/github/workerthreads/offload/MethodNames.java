package io.github.workerthreads.offload;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.util.ClassUtils;

/**
 * How methods are called in messages and as tasks.
 */
final class MethodNames {

	private MethodNames() {
	}

	/**
	 * Return the name for people, such as {@code com.acme.Thumbnails.scale(byte[], int)}.
	 * @param type the class of the bean
	 * @param method the method
	 * @return the name
	 */
	static String describe(Class<?> type, Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", owner(type, method).getName() + "." + method.getName() + "(", ")"));
	}

	/**
	 * Return the name of the task, such as {@code Thumbnails.scale}.
	 * @param type the class of the bean
	 * @param method the method
	 * @return the name
	 */
	static String task(Class<?> type, Method method) {
		return ClassUtils.getShortName(owner(type, method)) + "." + method.getName();
	}

	// Classes that were made at run time have names that tell nobody anything
	private static Class<?> owner(Class<?> type, Method method) {
		return (Proxy.isProxyClass(type) || type.isSynthetic()) ? method.getDeclaringClass()
				: ClassUtils.getUserClass(type);
	}

}

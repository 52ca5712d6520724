package io.github.workerthreads.offload;

import java.lang.reflect.Method;
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
	 * @param method the method
	 * @return the name
	 */
	static String describe(Method method) {
		return describe(method.getDeclaringClass(), method);
	}

	static String describe(Class<?> type, Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", type.getName() + "." + method.getName() + "(", ")"));
	}

	/**
	 * Return the name of the task, such as {@code Thumbnails.scale}.
	 * @param type the class of the bean
	 * @param method the method
	 * @return the name
	 */
	static String task(Class<?> type, Method method) {
		return ClassUtils.getShortName(type) + "." + method.getName();
	}

}

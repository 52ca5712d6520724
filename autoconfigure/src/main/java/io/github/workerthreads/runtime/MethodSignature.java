package io.github.workerthreads.runtime;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;

/**
 * What all calls of one method of one bean have in common. Made once per method.
 *
 * @param beanName the name of the bean
 * @param beanClass the class of the bean, which may have the method from a superclass or
 * interface
 * @param method the method
 * @param argumentNames what the arguments are called in paths to values that cannot be
 * cloned
 * @param transferred for each argument whether it is handed over as is instead of cloned
 * @param clonesResult whether the result is cloned, {@code false} if it is handed over as
 * is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record MethodSignature(String beanName, Class<?> beanClass, Method method, String[] argumentNames,
		boolean[] transferred, boolean clonesResult) {

	/**
	 * Return the signature of a method, with the names of its parameters.
	 * @param beanName the name of the bean
	 * @param beanClass the class of the bean
	 * @param method the method
	 * @param transferred for each argument whether it is handed over as is
	 * @param clonesResult whether the result is cloned
	 * @return the signature
	 */
	public static MethodSignature of(String beanName, Class<?> beanClass, Method method, boolean[] transferred,
			boolean clonesResult) {
		String[] names = Arrays.stream(method.getParameters()).map(Parameter::getName).toArray(String[]::new);
		return new MethodSignature(beanName, beanClass, method, names, transferred, clonesResult);
	}

}

package io.github.workerthreads.runtime;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

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
@SuppressWarnings("ArrayRecordComponent") // compared by identity, never changed
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

	// By hand: the first use of what a record has by itself takes a JVM tens of
	// milliseconds, and each process of a worker has a first use
	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof MethodSignature that && this.beanName.equals(that.beanName)
				&& this.beanClass == that.beanClass && this.method.equals(that.method)
				&& this.argumentNames == that.argumentNames && this.transferred == that.transferred
				&& this.clonesResult == that.clonesResult);
	}

	@Override
	public int hashCode() {
		return 31 * this.beanName.hashCode() + this.method.hashCode();
	}

}

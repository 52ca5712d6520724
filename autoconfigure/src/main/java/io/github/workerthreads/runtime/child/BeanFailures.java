package io.github.workerthreads.runtime.child;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.core.NestedExceptionUtils;

/**
 * Says why a worker cannot have a bean.
 */
final class BeanFailures {

	private BeanFailures() {
	}

	/**
	 * Explain a failure.
	 * @param failure the failure
	 * @param worker the name of the worker
	 * @return the failure to throw
	 */
	static IllegalStateException explain(BeansException failure, String worker) {
		String bean = (failure instanceof BeanCreationException creation && creation.getBeanName() != null)
				? "bean '%s'".formatted(creation.getBeanName()) : "all of its beans";
		return new IllegalStateException(
				"Worker '%s' cannot have %s of its own: %s".formatted(worker, bean, why(failure)), failure);
	}

	private static String why(BeansException failure) {
		NoSuchBeanDefinitionException missing = find(failure);
		if (missing == null) {
			return NestedExceptionUtils.getMostSpecificCause(failure).toString();
		}
		if (missing.getNumberOfBeansFound() > 0) {
			return missing.getMessage() + "";
		}
		String what = (missing.getResolvableType() != null) ? "of type '%s'".formatted(missing.getResolvableType())
				: "named '%s'".formatted(missing.getBeanName());
		return "it needs a bean %s, which workers do not have".formatted(what);
	}

	private static @Nullable NoSuchBeanDefinitionException find(Throwable failure) {
		Throwable current = failure;
		while (current != null && !(current instanceof NoSuchBeanDefinitionException)) {
			current = current.getCause();
		}
		return (NoSuchBeanDefinitionException) current;
	}

}

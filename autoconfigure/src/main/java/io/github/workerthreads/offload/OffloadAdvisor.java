package io.github.workerthreads.offload;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;

/**
 * Advises the methods that {@link OffloadToWorker} is on. Thread-safe.
 */
public final class OffloadAdvisor extends StaticMethodMatcherPointcutAdvisor {

	/**
	 * Place of the advice among that of other advisors: just before those that have no
	 * order of their own, which therefore run on the worker.
	 */
	public static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1;

	private static final long serialVersionUID = 1L;

	private final transient OffloadedMethods methods;

	/**
	 * Create an advisor.
	 * @param beanFactory has the pools, the error handlers and the properties
	 */
	public OffloadAdvisor(ConfigurableListableBeanFactory beanFactory) {
		this(new OffloadedMethods(beanFactory), null);
	}

	private OffloadAdvisor(OffloadedMethods methods, @Nullable String beanName) {
		this.methods = methods;
		setOrder(ORDER);
		setClassFilter((type) -> !methods.annotations().methodsOf(type).isEmpty());
		setAdvice(new OffloadInterceptor(methods, beanName));
	}

	/**
	 * Return an advisor for the proxy of one bean.
	 * @param beanName the name of the bean
	 * @return a new advisor
	 */
	OffloadAdvisor forBean(String beanName) {
		return new OffloadAdvisor(this.methods, beanName);
	}

	OffloadedMethods methods() {
		return this.methods;
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return this.methods.annotations().find(method, targetClass) != null;
	}

}

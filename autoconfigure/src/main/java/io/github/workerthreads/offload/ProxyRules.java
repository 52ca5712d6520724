package io.github.workerthreads.offload;

import java.io.Closeable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * What the proxy of a bean will be, and which methods it can intercept. Follows the
 * auto-proxy creators of Spring. Thread-safe.
 */
final class ProxyRules {

	private final ConfigurableListableBeanFactory beanFactory;

	ProxyRules(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Let a bean of a final class be proxied by its interfaces.
	 * @param beanClass the class of the bean
	 * @param beanName the name of the bean
	 */
	void prepare(Class<?> beanClass, String beanName) {
		if (needsInterfaces(beanClass) && this.beanFactory.containsBeanDefinition(beanName)) {
			this.beanFactory.getBeanDefinition(beanName)
				.setAttribute(AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE,
						AutoProxyUtils.ALL_INTERFACES_ATTRIBUTE_VALUE);
		}
	}

	/**
	 * Check that a class can have a proxy.
	 * @param beanClass the class of the bean
	 * @return the problem, or {@code null}
	 */
	@Nullable OffloadProblem checkClass(Class<?> beanClass) {
		if (!needsInterfaces(beanClass) || hasInterfaces(beanClass)) {
			return null;
		}
		String kind = (beanClass.isRecord()) ? "record" : "final class";
		return new OffloadProblem(beanClass.getName(),
				"is a %s without an interface, so that no proxy can stand in front of it".formatted(kind),
				"Make it a class that is not final (Kotlin: 'open'), or let it implement an interface that has the"
						+ " offloaded methods");
	}

	/**
	 * Check that the proxy of a bean can intercept a method.
	 * @param method the most specific method
	 * @param beanClass the class of the bean
	 * @param beanName the name of the bean
	 * @return the problem, or {@code null}
	 */
	@Nullable OffloadProblem checkMethod(Method method, Class<?> beanClass, String beanName) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers)) {
			return problem(method, beanClass, "is static, so that its calls pass no proxy",
					"Make it an instance method of a bean");
		}
		if (Modifier.isPrivate(modifiers)) {
			return problem(method, beanClass, "is private, so that its calls pass no proxy",
					"Make it public, protected or package-private, and call it from another bean");
		}
		if (usesInterfaces(beanClass, beanName)) {
			return (isOnInterface(method, beanClass)) ? null
					: problem(method, beanClass, "is on no interface, while the proxy of its bean has interfaces only",
							"Declare it on an interface of the class, or let the proxy extend the class: not final, and"
									+ " spring.aop.proxy-target-class=true");
		}
		if (Modifier.isFinal(modifiers)) {
			return problem(method, beanClass, "is final, so that a proxy cannot override it",
					"Remove 'final' (Kotlin: add 'open' or use the kotlin-spring compiler plugin)");
		}
		if (!Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers) && !isInPackageOf(method, beanClass)) {
			return problem(method, beanClass,
					"is package-private in a package other than that of the bean's class, so that a proxy cannot"
							+ " override it",
					"Make it public or protected");
		}
		return null;
	}

	private static OffloadProblem problem(Method method, Class<?> beanClass, String reason, String remedy) {
		return new OffloadProblem(MethodNames.describe(beanClass, method), reason, remedy);
	}

	private boolean usesInterfaces(Class<?> beanClass, String beanName) {
		if (Proxy.isProxyClass(beanClass) || ClassUtils.isLambdaClass(beanClass) || beanClass.isInterface()
				|| needsInterfaces(beanClass)) {
			return true;
		}
		BeanDefinition definition = (this.beanFactory.containsBeanDefinition(beanName))
				? this.beanFactory.getBeanDefinition(beanName) : null;
		if (definition != null
				&& Boolean.TRUE.equals(definition.getAttribute(AutoProxyUtils.PRESERVE_TARGET_CLASS_ATTRIBUTE))) {
			return false;
		}
		if (definition != null && definition.hasAttribute(AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE)) {
			return true;
		}
		return !proxiesClasses() && hasInterfaces(beanClass);
	}

	private boolean proxiesClasses() {
		return this.beanFactory.containsBean(AutoProxyUtils.DEFAULT_PROXY_CONFIG_BEAN_NAME)
				&& this.beanFactory.getBean(AutoProxyUtils.DEFAULT_PROXY_CONFIG_BEAN_NAME, ProxyConfig.class)
					.isProxyTargetClass();
	}

	private static boolean needsInterfaces(Class<?> beanClass) {
		return Modifier.isFinal(beanClass.getModifiers()) && !Proxy.isProxyClass(beanClass)
				&& !ClassUtils.isLambdaClass(beanClass);
	}

	private static boolean hasInterfaces(Class<?> beanClass) {
		return Arrays.stream(ClassUtils.getAllInterfacesForClass(beanClass))
			.anyMatch((type) -> type.getMethods().length > 0 && !Aware.class.isAssignableFrom(type)
					&& type != InitializingBean.class && type != DisposableBean.class && type != AutoCloseable.class
					&& type != Closeable.class);
	}

	private static boolean isOnInterface(Method method, Class<?> beanClass) {
		return Arrays.stream(ClassUtils.getAllInterfacesForClass(beanClass))
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.filter((candidate) -> candidate.getName().equals(method.getName()))
			.anyMatch((candidate) -> OffloadAnnotations.mostSpecific(candidate, beanClass).equals(method));
	}

	private static boolean isInPackageOf(Method method, Class<?> beanClass) {
		Class<?> declaring = method.getDeclaringClass();
		return declaring.getPackageName().equals(beanClass.getPackageName())
				&& declaring.getClassLoader() == beanClass.getClassLoader();
	}

}

package io.github.workerthreads.offload;

import java.io.Closeable;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the offloaded methods of classes, as {@link OffloadToWorker} says, and remembers
 * them. Thread-safe.
 */
final class OffloadAnnotations {

	private static final Set<Class<?>> CALLBACKS = Set.of(InitializingBean.class, DisposableBean.class,
			AutoCloseable.class, Closeable.class);

	private final Map<Class<?>, Map<Method, OffloadToWorker>> methods = new ConcurrentReferenceHashMap<>();

	/**
	 * Return the offloaded methods of a class.
	 * @param beanClass the class of a bean or proxy
	 * @return the annotations by the most specific method
	 */
	Map<Method, OffloadToWorker> methodsOf(Class<?> beanClass) {
		Class<?> type = ClassUtils.getUserClass(beanClass);
		if (type.getName().startsWith("org.springframework.")
				|| !AnnotationUtils.isCandidateClass(type, OffloadToWorker.class)) {
			return Collections.emptyMap();
		}
		return this.methods.computeIfAbsent(type, OffloadAnnotations::find);
	}

	/**
	 * Return the annotation of a method.
	 * @param method a method as it is called, of an interface or superclass maybe
	 * @param beanClass the class of the bean or proxy that it is called on
	 * @return the annotation or {@code null}
	 */
	@Nullable OffloadToWorker find(Method method, Class<?> beanClass) {
		Map<Method, OffloadToWorker> candidates = methodsOf(beanClass);
		return (!candidates.isEmpty()) ? candidates.get(mostSpecific(method, beanClass)) : null;
	}

	/**
	 * Return the method that a call ends at.
	 * @param method a method as it is called
	 * @param type the class of the bean; a proxy of interfaces has none but theirs
	 * @return the method that the annotations are kept by
	 */
	static Method mostSpecific(Method method, Class<?> type) {
		return (!Proxy.isProxyClass(type)) ? AopUtils.getMostSpecificMethod(method, type) : method;
	}

	/**
	 * Return whether the class itself is annotated, directly or by a type above it.
	 * @param beanClass the class of a bean
	 * @return whether there is a class-level annotation
	 */
	static boolean isOnType(Class<?> beanClass) {
		return typesOf(beanClass).stream().anyMatch((type) -> declaredOn(type) != null);
	}

	private static Map<Method, OffloadToWorker> find(Class<?> type) {
		Map<Method, OffloadToWorker> found = new LinkedHashMap<>(
				MethodIntrospector.selectMethods(type, OffloadAnnotations::inherited));
		for (Class<?> candidate : typesOf(type)) {
			OffloadToWorker annotation = declaredOn(candidate);
			if (annotation != null) {
				for (Method method : candidate.getMethods()) {
					Method specific = mostSpecific(method, type);
					if (isCoveredByType(specific)) {
						found.putIfAbsent(specific, annotation);
					}
				}
			}
		}
		return (!found.isEmpty()) ? Collections.unmodifiableMap(found) : Collections.emptyMap();
	}

	private static Set<Class<?>> typesOf(Class<?> type) {
		Set<Class<?>> types = new LinkedHashSet<>();
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			types.add(current);
		}
		types.addAll(ClassUtils.getAllInterfacesForClassAsSet(type));
		return types;
	}

	private static @Nullable OffloadToWorker inherited(Method method) {
		return synthesize(method, SearchStrategy.TYPE_HIERARCHY);
	}

	private static @Nullable OffloadToWorker declaredOn(Class<?> type) {
		return synthesize(type, SearchStrategy.DIRECT);
	}

	private static @Nullable OffloadToWorker synthesize(AnnotatedElement element, SearchStrategy strategy) {
		return MergedAnnotations.from(element, strategy)
			.get(OffloadToWorker.class)
			.synthesize(MergedAnnotation::isPresent)
			.orElse(null);
	}

	private static boolean isCoveredByType(Method method) {
		return !method.isSynthetic() && !Modifier.isStatic(method.getModifiers())
				&& Modifier.isPublic(method.getModifiers()) && !ReflectionUtils.isObjectMethod(method)
				&& !isCallback(method);
	}

	private static boolean isCallback(Method method) {
		return ClassUtils.getAllInterfacesForClassAsSet(method.getDeclaringClass())
			.stream()
			.filter((type) -> CALLBACKS.contains(type) || Aware.class.isAssignableFrom(type))
			.anyMatch((type) -> ClassUtils.hasMethod(type, method.getName(), method.getParameterTypes()));
	}

}

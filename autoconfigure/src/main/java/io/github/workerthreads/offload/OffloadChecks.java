package io.github.workerthreads.offload;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;

/**
 * Finds what is wrong with the offloaded methods of a class. Thread-safe.
 */
final class OffloadChecks {

	private static final Log logger = LogFactory.getLog(OffloadChecks.class);

	private final OffloadedMethods methods;

	private final ProxyRules proxyRules;

	private final SelfInvocationPolicy selfInvocation;

	OffloadChecks(OffloadedMethods methods, ConfigurableListableBeanFactory beanFactory,
			SelfInvocationPolicy selfInvocation) {
		this.methods = methods;
		this.proxyRules = new ProxyRules(beanFactory);
		this.selfInvocation = selfInvocation;
	}

	ProxyRules proxyRules() {
		return this.proxyRules;
	}

	/**
	 * Check all but the pools, and warn of what is only suspicious.
	 * @param type the class of the bean
	 * @param beanName the name of the bean
	 * @return what is wrong
	 */
	List<OffloadProblem> check(Class<?> type, String beanName) {
		Map<Method, OffloadToWorker> annotated = this.methods.annotations().methodsOf(type);
		List<OffloadProblem> problems = new ArrayList<>();
		checkProxy(annotated.keySet(), type, beanName, problems);
		annotated.forEach((method, annotation) -> {
			if (AnnotatedElementUtils.hasAnnotation(method, Bean.class)) {
				problems.add(new OffloadProblem(MethodNames.describe(type, method), "creates a bean",
						"Annotate the class of that bean or methods of it instead"));
			}
			else {
				resolve(annotation, method, type, problems);
			}
		});
		checkSelfInvocation(annotated.keySet(), type, problems);
		return problems;
	}

	/**
	 * Check that the pools exist.
	 * @param type the class of the bean
	 * @param pools the pools
	 * @return what is wrong
	 */
	List<OffloadProblem> checkPools(Class<?> type, WorkerPools pools) {
		List<OffloadProblem> problems = new ArrayList<>();
		this.methods.annotations().methodsOf(type).forEach((method, annotation) -> {
			OffloadOperation operation = resolve(annotation, method, type, new ArrayList<>());
			if (operation != null && pools.find(operation.pool()) == null) {
				problems.add(unknownPool(operation, type, pools));
			}
		});
		return problems;
	}

	/**
	 * Warn of a class that is annotated and yet offloads nothing.
	 * @param type the class of the bean
	 */
	void warnIfIneffective(Class<?> type) {
		if (OffloadAnnotations.isOnType(type)) {
			logger.warn("%s is annotated with @OffloadToWorker, but has no public method to offload"
				.formatted(type.getName()));
		}
	}

	private void checkProxy(Collection<Method> offloaded, Class<?> type, String beanName,
			List<OffloadProblem> problems) {
		OffloadProblem unproxyable = this.proxyRules.checkClass(type);
		if (unproxyable != null) {
			problems.add(unproxyable);
			return;
		}
		for (Method method : offloaded) {
			OffloadProblem problem = this.proxyRules.checkMethod(method, type, beanName);
			if (problem != null) {
				problems.add(problem);
			}
		}
	}

	private @Nullable OffloadOperation resolve(OffloadToWorker annotation, Method method, Class<?> type,
			List<OffloadProblem> problems) {
		try {
			return this.methods.resolver().resolve(annotation, method, type);
		}
		catch (OffloadDefinitionException ex) {
			problems.addAll(ex.getProblems());
			return null;
		}
	}

	private static OffloadProblem unknownPool(OffloadOperation operation, Class<?> type, WorkerPools pools) {
		List<String> names = pools.all().stream().map(WorkerPool::name).toList();
		return new OffloadProblem(MethodNames.describe(type, operation.method()),
				"names the pool '%s', but there are only %s".formatted(operation.pool(), names),
				"Name one of these, or add the pool by a property of its own, such as worker-threads.pools.%s.size=2"
					.formatted(operation.pool()));
	}

	private void checkSelfInvocation(Collection<Method> offloaded, Class<?> type, List<OffloadProblem> problems) {
		if (this.selfInvocation == SelfInvocationPolicy.IGNORE) {
			return;
		}
		for (SelfInvocation found : SelfInvocationFinder.find(type, offloaded)) {
			if (this.selfInvocation == SelfInvocationPolicy.FAIL) {
				problems.add(found.toProblem());
			}
			else {
				logger.warn(found.toProblem());
			}
		}
	}

}

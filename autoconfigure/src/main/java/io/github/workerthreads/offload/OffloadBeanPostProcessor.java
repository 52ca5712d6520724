package io.github.workerthreads.offload;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;

import io.github.workerthreads.pool.WorkerPools;

/**
 * Checks each bean with offloaded methods before it gets its proxy, and the definitions
 * of all others when the singletons are there. What is wrong in the whole context is told
 * at once. Thread-safe.
 */
public final class OffloadBeanPostProcessor
		implements SmartInstantiationAwareBeanPostProcessor, SmartInitializingSingleton, PriorityOrdered {

	private static final Log logger = LogFactory.getLog(OffloadBeanPostProcessor.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final OffloadAdvisor advisor;

	private final OffloadChecks checks;

	private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

	private final Set<Class<?>> checkedWithPools = ConcurrentHashMap.newKeySet();

	// Until then looking the pools up would make them start early
	private volatile boolean singletonsInstantiated;

	/**
	 * Create a post-processor.
	 * @param beanFactory has the beans
	 * @param advisor advises them
	 * @param selfInvocation what to do about calls on {@code this}
	 */
	public OffloadBeanPostProcessor(ConfigurableListableBeanFactory beanFactory, OffloadAdvisor advisor,
			SelfInvocationPolicy selfInvocation) {
		this.beanFactory = beanFactory;
		this.advisor = advisor;
		this.checks = new OffloadChecks(advisor.methods(), beanFactory, selfInvocation);
	}

	/**
	 * Come before the auto-proxy creator, which is merely ordered.
	 * @return the lowest precedence of those that come first
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	// Ahead-of-time processing makes the classes of proxies after this
	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		check(beanClass, beanName);
		return beanClass;
	}

	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		check(bean.getClass(), beanName);
		return true;
	}

	// Records skip the phase before this one
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		check(bean.getClass(), beanName);
		return bean;
	}

	// What a factory bean made shows here for the first time
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		check(AopProxyUtils.ultimateTargetClass(bean), beanName);
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.singletonsInstantiated = true;
		Set<Class<?>> types = definedTypes().keySet();
		types.stream().filter((type) -> !isOffloaded(type)).forEach(this.checks::warnIfIneffective);
		if (types.stream().anyMatch(this::isOffloaded)) {
			throwIfAny(checkDefinitions(pools()));
			throwIfAny(checkWorkerBeans());
		}
	}

	private List<OffloadProblem> checkWorkerBeans() {
		Map<Class<?>, String> offloaded = definedTypes();
		offloaded.keySet().removeIf((type) -> !isOffloaded(type));
		try {
			return new WorkerBeanCheck(this.advisor.methods()).check(offloaded, pools());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while workers made their beans", ex);
		}
	}

	private void check(Class<?> beanClass, String beanName) {
		Class<?> type = ClassUtils.getUserClass(beanClass);
		if (isOffloaded(type)) {
			Set<OffloadProblem> problems = check(type, beanName, (this.singletonsInstantiated) ? pools() : null);
			if (!problems.isEmpty()) {
				problems.addAll(checkDefinitions(findPools()));
				throwIfAny(problems);
			}
			this.checks.proxyRules().prepare(type, beanName);
		}
	}

	private Set<OffloadProblem> checkDefinitions(@Nullable WorkerPools pools) {
		Set<OffloadProblem> problems = new LinkedHashSet<>();
		definedTypes().forEach((type, beanName) -> {
			if (isOffloaded(type)) {
				problems.addAll(check(type, beanName, pools));
			}
		});
		return problems;
	}

	private Set<OffloadProblem> check(Class<?> type, String beanName, @Nullable WorkerPools pools) {
		Set<OffloadProblem> problems = new LinkedHashSet<>();
		if (!this.checked.contains(type)) {
			problems.addAll(this.checks.check(type, beanName));
			if (problems.isEmpty()) {
				this.checked.add(type);
			}
		}
		if (pools != null && !this.checkedWithPools.contains(type)) {
			problems.addAll(this.checks.checkPools(type, pools));
			if (problems.isEmpty()) {
				this.checkedWithPools.add(type);
			}
		}
		return problems;
	}

	private WorkerPools pools() {
		return this.advisor.methods().pools();
	}

	// The start has failed already: making the pools only completes the report
	private @Nullable WorkerPools findPools() {
		try {
			return pools();
		}
		catch (BeansException ex) {
			logger.debug("Cannot tell whether all pools exist", ex);
			return null;
		}
	}

	private Map<Class<?>, String> definedTypes() {
		Map<Class<?>, String> types = new LinkedHashMap<>();
		for (String beanName : this.beanFactory.getBeanDefinitionNames()) {
			try {
				Class<?> type = this.beanFactory.getType(beanName, false);
				if (type != null) {
					types.putIfAbsent(ClassUtils.getUserClass(type), beanName);
				}
			}
			catch (BeansException ex) {
				logger.debug("Cannot tell the type of bean '%s'".formatted(beanName), ex);
			}
		}
		return types;
	}

	private boolean isOffloaded(Class<?> type) {
		return !this.advisor.methods().annotations().methodsOf(type).isEmpty();
	}

	private static void throwIfAny(Collection<OffloadProblem> problems) {
		if (!problems.isEmpty()) {
			throw new OffloadDefinitionException(problems);
		}
	}

}

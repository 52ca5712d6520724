package io.github.workerthreads.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import io.github.workerthreads.pool.WorkerPool;

/**
 * Registers the default pool and the pools of the configuration as beans. A
 * {@link WorkerPool} bean of the application that has the name of ours, or is qualified
 * with the name of the pool, stands in for it.
 * <p>
 * The definitions name a factory method and its argument, nothing that lives only in this
 * JVM, so that ahead-of-time processing can write them down.
 */
final class WorkerPoolRegistrar implements ImportBeanDefinitionRegistrar {

	static final String DEFAULT_POOL = "default";

	static final String DEFAULT_BEAN_NAME = "workerPool";

	static final String FACTORY_BEAN_NAME = "workerPoolFactory";

	private static final String VALID_NAME = "[A-Za-z0-9._-]+";

	private final Environment environment;

	private final ConfigurableListableBeanFactory beanFactory;

	WorkerPoolRegistrar(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
		String[] existing = this.beanFactory.getBeanNamesForType(WorkerPool.class, true, false);
		for (String pool : poolNames()) {
			if (Arrays.stream(existing).noneMatch((bean) -> standsIn(bean, pool))) {
				registry.registerBeanDefinition(beanName(pool), definition(pool, existing));
			}
		}
	}

	private Set<String> poolNames() {
		Set<String> names = new LinkedHashSet<>();
		names.add(DEFAULT_POOL);
		Binder.get(this.environment)
			.bind("worker-threads", WorkerThreadsProperties.class)
			.ifBound((properties) -> names.addAll(properties.getPools().keySet()));
		names.forEach(WorkerPoolRegistrar::requireValid);
		return names;
	}

	private boolean standsIn(String bean, String pool) {
		return bean.equals(beanName(pool))
				|| BeanFactoryAnnotationUtils.isQualifierMatch(pool::equals, bean, this.beanFactory);
	}

	private BeanDefinition definition(String pool, String[] existing) {
		RootBeanDefinition definition = new RootBeanDefinition(WorkerPool.class);
		definition.setFactoryBeanName(FACTORY_BEAN_NAME);
		definition.setFactoryMethodName("create");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, pool);
		definition.setDestroyMethodName("close");
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, pool));
		if (pool.equals(DEFAULT_POOL)) {
			definition.setPrimary(Arrays.stream(existing).noneMatch(this::isPrimary));
		}
		else {
			// keeps WorkerPool injectable by type where the default pool is a bean of the
			// application that is not marked as primary
			definition.setFallback(true);
		}
		return definition;
	}

	private boolean isPrimary(String bean) {
		return this.beanFactory.containsBeanDefinition(bean)
				&& this.beanFactory.getMergedBeanDefinition(bean).isPrimary();
	}

	static String beanName(String pool) {
		return (pool.equals(DEFAULT_POOL)) ? DEFAULT_BEAN_NAME : pool + "WorkerPool";
	}

	private static void requireValid(String pool) {
		if (!pool.matches(VALID_NAME)) {
			throw new InvalidPoolPropertyException(PoolPropertyMapper.prefixOf(pool), null,
					"'%s' is not a name for a pool".formatted(pool),
					"Name the pool with letters, digits, dots, dashes and underscores only.");
		}
	}

}

package io.github.workerthreads.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;

/**
 * The pools among the beans of a context.
 */
final class WorkerPoolBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	WorkerPoolBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the pools that code in the context can reach: those of the context, which
	 * come first, and those of its ancestors.
	 * @return the pools by their names
	 */
	WorkerPools visible() {
		Map<String, WorkerPool> pools = new LinkedHashMap<>();
		local().values().forEach((pool) -> pools.put(pool.name(), pool));
		inherited().forEach((pool) -> pools.putIfAbsent(pool.name(), pool));
		return new WorkerPools(pools.values());
	}

	/**
	 * Return the pools that end with the context: those that the context itself would
	 * destroy.
	 * @return the pools
	 */
	List<WorkerPool> owned() {
		return local().entrySet()
			.stream()
			.filter((entry) -> isDestroyedByContext(entry.getKey()))
			.map(Map.Entry::getValue)
			.toList();
	}

	private Map<String, WorkerPool> local() {
		Map<String, WorkerPool> beans = this.beanFactory.getBeansOfType(WorkerPool.class, false, true);
		Map<String, String> beanNames = new LinkedHashMap<>();
		beans.forEach((beanName, pool) -> {
			String other = beanNames.putIfAbsent(pool.name(), beanName);
			if (other != null) {
				throw new DuplicatePoolException(pool.name(), other, beanName);
			}
		});
		return beans;
	}

	private Collection<WorkerPool> inherited() {
		return (this.beanFactory.getParentBeanFactory() instanceof ListableBeanFactory parent)
				? BeanFactoryUtils.beansOfTypeIncludingAncestors(parent, WorkerPool.class, false, true).values()
				: List.of();
	}

	private boolean isDestroyedByContext(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return false;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		return !"".equals(definition.getDestroyMethodName());
	}

}

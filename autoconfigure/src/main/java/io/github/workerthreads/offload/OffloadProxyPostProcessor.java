package io.github.workerthreads.offload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;

/**
 * Tells the proxy of each bean with offloaded methods the name of its bean, by which
 * workers that do not share the heap find theirs. Thread-safe.
 */
public final class OffloadProxyPostProcessor implements SmartInstantiationAwareBeanPostProcessor, Ordered {

	private final OffloadAdvisor advisor;

	private final Map<String, OffloadAdvisor> advisors = new ConcurrentHashMap<>();

	/**
	 * Create a post-processor.
	 * @param advisor the advisor that proxies have until they know their bean
	 */
	public OffloadProxyPostProcessor(OffloadAdvisor advisor) {
		this.advisor = advisor;
	}

	/**
	 * Come after the auto-proxy creator.
	 * @return the lowest precedence
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		return postProcessAfterInitialization(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Advised advised && !advised.isFrozen() && advised.indexOf(this.advisor) != -1) {
			advised.replaceAdvisor(this.advisor, this.advisors.computeIfAbsent(beanName, this.advisor::forBean));
		}
		return bean;
	}

}

package io.github.workerthreads.runtime.child;

import java.util.Collection;

import org.springframework.beans.BeansException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.WorkerBeans;
import io.github.workerthreads.runtime.WorkerSettings;

/**
 * Starts a lean application context per worker: the beans that calls name, those of the
 * pool's sources, and the environment of the application. No auto-configuration, no
 * parent: what is not named there is not there. Thread-safe.
 */
public final class LeanContexts implements WorkerBeans.Factory {

	private final ConfigurableEnvironment environment;

	/**
	 * Create a factory.
	 * @param environment the environment of the application
	 */
	public LeanContexts(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public WorkerBeans create(WorkerSettings settings, ClassLoader classLoader, Collection<MethodSignature> beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.setClassLoader(classLoader);
		context.setEnvironment(this.environment);
		context.setId(settings.name());
		context.setDisplayName("Beans of worker '%s'".formatted(settings.name()));
		LeanContext lean = new LeanContext(context, settings.name());
		try {
			for (String source : settings.sources()) {
				ContextSource.find(source, classLoader).addTo(context);
			}
			// Comes after the definitions of the sources
			context.addBeanFactoryPostProcessor((beanFactory) -> {
				beans.forEach(lean::define);
				if (!beanFactory.containsLocalBean(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME)) {
					beanFactory.registerSingleton(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME,
							new LateMessages());
				}
			});
			context.refresh();
			beans.forEach(lean::method);
			return lean;
		}
		catch (BeansException ex) {
			lean.close();
			throw BeanFailures.explain(ex, settings.name());
		}
		catch (Throwable ex) {
			lean.close();
			throw ex;
		}
	}

}

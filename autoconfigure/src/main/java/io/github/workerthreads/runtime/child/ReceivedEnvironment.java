package io.github.workerthreads.runtime.child;

import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;

import io.github.workerthreads.runtime.WorkerBeans;
import io.github.workerthreads.runtime.protocol.BeanEnvironment;

/**
 * The application's environment, as it came from its process: nothing of this one's own
 * is in it.
 */
final class ReceivedEnvironment extends StandardEnvironment {

	private static final String RELAXED_NAMES = "org.springframework.boot.context.properties.source.ConfigurationPropertySources";

	private ReceivedEnvironment(BeanEnvironment environment) {
		setActiveProfiles(environment.activeProfiles().toArray(String[]::new));
		setDefaultProfiles(environment.defaultProfiles().toArray(String[]::new));
		MutablePropertySources sources = getPropertySources();
		for (BeanEnvironment.Source source : environment.sources()) {
			Map<String, Object> properties = Map.copyOf(source.properties());
			sources.addLast((source.name().equals(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME))
					? new SystemEnvironmentPropertySource(source.name(), properties)
					: new MapPropertySource(source.name(), properties));
		}
		if (ClassUtils.isPresent(RELAXED_NAMES, null)) {
			ConfigurationPropertySources.attach(this);
		}
	}

	/**
	 * Return what makes beans in an environment.
	 * @param environment what came
	 * @return the factory
	 */
	static WorkerBeans.Factory beansIn(BeanEnvironment environment) {
		return new LeanContexts(new ReceivedEnvironment(environment));
	}

	@Override
	protected void customizePropertySources(MutablePropertySources propertySources) {
		// The application's, system properties and environment variables too, come over
	}

}

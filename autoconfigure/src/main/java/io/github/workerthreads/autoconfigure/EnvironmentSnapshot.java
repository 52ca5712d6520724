package io.github.workerthreads.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

import io.github.workerthreads.runtime.protocol.BeanEnvironment;

/**
 * The environment of the application as it is now, for the beans of workers in other
 * processes. Properties that are neither text, numbers nor booleans stay here, and so do
 * sources that cannot tell what they have.
 */
final class EnvironmentSnapshot {

	private final ConfigurableEnvironment environment;

	EnvironmentSnapshot(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	BeanEnvironment take() {
		List<BeanEnvironment.Source> sources = new ArrayList<>();
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				sources.add(new BeanEnvironment.Source(source.getName(), properties(enumerable)));
			}
		}
		return new BeanEnvironment(List.of(this.environment.getActiveProfiles()),
				List.of(this.environment.getDefaultProfiles()), sources);
	}

	private static Map<String, String> properties(EnumerablePropertySource<?> source) {
		Map<String, String> properties = new LinkedHashMap<>();
		for (String name : source.getPropertyNames()) {
			Object value = source.getProperty(name);
			if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
				properties.put(name, value.toString());
			}
		}
		return properties;
	}

}

package io.github.workerthreads.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * {@code FailureAnalyzer} that shows property, value, origin, reason and remedy, as
 * Boot's own does for values that cannot be bound.
 */
class InvalidPoolPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPoolPropertyException> {

	private final Environment environment;

	InvalidPoolPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPoolPropertyException cause) {
		ConfigurationProperty source = find(cause.getProperty());
		StringBuilder description = new StringBuilder("A worker pool cannot be built as configured:%n".formatted());
		append(description, "Property", cause.getProperty());
		Object value = (source != null) ? source.getValue() : cause.getValue();
		if (value != null) {
			append(description, "Value", "\"" + value + "\"");
		}
		if (source != null && source.getOrigin() != null) {
			append(description, "Origin", source.getOrigin().toString());
		}
		append(description, "Reason", cause.getReason());
		return new FailureAnalysis(description.toString(), cause.getRemedy(), cause);
	}

	private void append(StringBuilder description, String label, String text) {
		description.append("%n    %s: %s".formatted(label, text));
	}

	private @Nullable ConfigurationProperty find(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.adapt(name, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(propertyName);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

}

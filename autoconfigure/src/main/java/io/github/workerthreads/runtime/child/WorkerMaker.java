package io.github.workerthreads.runtime.child;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.workerthreads.message.MessageLimits;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.WorkerBeans;
import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.runtime.local.NamedBeans;
import io.github.workerthreads.runtime.local.OwnBeans;
import io.github.workerthreads.runtime.protocol.BeanEnvironment;
import io.github.workerthreads.runtime.protocol.MessageTypes;
import io.github.workerthreads.runtime.protocol.WorkerConfiguration;
import io.github.workerthreads.worker.TypeCloner;

/**
 * Makes what a worker consists of by its configuration. Only one that has beans needs
 * Spring.
 */
final class WorkerMaker {

	private final WorkerConfiguration configuration;

	private final ClassLoader classLoader = ClassLoader.getSystemClassLoader();

	WorkerMaker(WorkerConfiguration configuration) {
		this.configuration = configuration;
	}

	ClassLoader classLoader() {
		return this.classLoader;
	}

	/**
	 * Make what encodes and decodes messages.
	 * @return the codec
	 * @throws IllegalArgumentException if a type cloner cannot be made
	 */
	MessageTypes types() {
		List<TypeCloner<?>> cloners = new ArrayList<>();
		for (String name : this.configuration.cloners()) {
			cloners.add(cloner(name));
		}
		return new MessageTypes(this.classLoader, this.configuration.allowedTypes(), this.configuration.packages(),
				MessageLimits.defaults().withMaxBytes(this.configuration.maxMessageBytes()), cloners);
	}

	private TypeCloner<?> cloner(String name) {
		try {
			var constructor = Class.forName(name, true, this.classLoader)
				.asSubclass(TypeCloner.class)
				.getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(
					"The worker's process cannot make the type cloner %s: it needs a constructor without arguments"
						.formatted(name),
					ex);
		}
	}

	/**
	 * Make what makes the beans of the worker.
	 * @return the beans, none of which is made yet
	 */
	OwnBeans beans() {
		BeanEnvironment environment = this.configuration.environment();
		// Not before there are beans: Spring has its logging started by the environment
		WorkerBeans.Factory factory = (environment != null)
				? (settings, loader, beans) -> ReceivedEnvironment.beansIn(environment).create(settings, loader, beans)
				: WorkerMaker::noBeans;
		return new OwnBeans(this.configuration.settings(), this.classLoader, factory, new NamedBeans());
	}

	private static WorkerBeans noBeans(WorkerSettings settings, ClassLoader classLoader,
			Collection<MethodSignature> beans) {
		throw new IllegalStateException("Worker '%s' cannot have beans: its runtime was given no environment for them"
			.formatted(settings.name()));
	}

}

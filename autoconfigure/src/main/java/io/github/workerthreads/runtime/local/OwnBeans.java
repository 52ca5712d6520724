package io.github.workerthreads.runtime.local;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.MethodCall;
import io.github.workerthreads.runtime.MethodSignature;
import io.github.workerthreads.runtime.WorkerBeans;
import io.github.workerthreads.runtime.WorkerSettings;

/**
 * The beans of one worker, made as soon as it is known that it needs some. Used by that
 * worker's thread only.
 */
public final class OwnBeans {

	private final WorkerSettings settings;

	private final ClassLoader classLoader;

	private final WorkerBeans.Factory factory;

	private final NamedBeans named;

	private final Map<MethodSignature, MethodCall.Invoker> methods = new HashMap<>();

	private @Nullable WorkerBeans beans;

	/**
	 * Create the beans of a worker, which are not made yet.
	 * @param settings the settings of the worker
	 * @param classLoader has the classes of the worker
	 * @param factory makes the beans
	 * @param named the beans that calls of the worker's pool have named so far
	 */
	public OwnBeans(WorkerSettings settings, ClassLoader classLoader, WorkerBeans.Factory factory, NamedBeans named) {
		this.settings = settings;
		this.classLoader = classLoader;
		this.factory = factory;
		this.named = named;
	}

	/**
	 * Make the beans that the worker will need for what is known.
	 */
	public void open() {
		if (!this.settings.sources().isEmpty() || !this.named.all().isEmpty()) {
			make(List.of());
		}
	}

	/**
	 * Make beans, and note for the next workers that they can be made.
	 * @param more the beans, each by one of its methods
	 */
	public void make(Collection<MethodSignature> more) {
		WorkerBeans made = this.beans;
		if (made == null) {
			Set<MethodSignature> all = new LinkedHashSet<>(this.named.all());
			all.addAll(more);
			made = this.factory.create(this.settings, this.classLoader, all);
			this.beans = made;
		}
		for (MethodSignature signature : more) {
			this.methods.put(signature, made.method(signature));
		}
		this.named.add(more);
	}

	/**
	 * Find a method of a bean.
	 * @param signature the method
	 * @return calls that method
	 */
	public MethodCall.Invoker method(MethodSignature signature) {
		MethodCall.Invoker method = this.methods.get(signature);
		if (method == null) {
			make(List.of(signature));
			method = Objects.requireNonNull(this.methods.get(signature));
		}
		return method;
	}

	/**
	 * Destroy the beans.
	 */
	public void close() {
		this.methods.clear();
		if (this.beans != null) {
			this.beans.close();
		}
	}

}

package io.github.workerthreads.runtime.local;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.workerthreads.runtime.MethodSignature;

/**
 * The beans that the calls of one pool have named so far, which its next workers make
 * before they serve. Thread-safe.
 */
public final class NamedBeans {

	private final Map<String, MethodSignature> beans = new ConcurrentHashMap<>();

	/**
	 * Add beans, which can be made.
	 * @param more the beans, each by one of its methods
	 */
	public void add(Collection<MethodSignature> more) {
		more.forEach((signature) -> this.beans.putIfAbsent(signature.beanName(), signature));
	}

	/**
	 * Return all beans.
	 * @return the beans, each by one of its methods
	 */
	public List<MethodSignature> all() {
		return List.copyOf(this.beans.values());
	}

}

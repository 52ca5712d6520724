package io.github.workerthreads.runtime.classloader;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.workerthreads.runtime.MethodSignature;

/**
 * The beans that the calls of one pool have named so far, which its next workers make
 * before they serve. Thread-safe.
 */
final class NamedBeans {

	private final Map<String, MethodSignature> beans = new ConcurrentHashMap<>();

	/**
	 * Add beans, which can be made.
	 * @param more the beans, each by one of its methods
	 */
	void add(Collection<MethodSignature> more) {
		more.forEach((signature) -> this.beans.putIfAbsent(signature.beanName(), signature));
	}

	List<MethodSignature> all() {
		return List.copyOf(this.beans.values());
	}

}

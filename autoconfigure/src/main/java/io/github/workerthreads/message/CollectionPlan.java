package io.github.workerthreads.message;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * Plan of mutable collections of the JDK.
 */
class CollectionPlan extends ContainerPlan {

	CollectionPlan(Class<?> type, Blueprint blueprint, boolean readsParts) {
		super(type, blueprint, readsParts);
	}

	Iterator<?> iterator(Object collection) {
		return ((Collection<?>) collection).iterator();
	}

	@SuppressWarnings("unchecked")
	void add(Object collection, @Nullable Object element) {
		((Collection<@Nullable Object>) collection).add(element);
	}

	/**
	 * The size is a guess only, as other threads may change a concurrent collection.
	 */
	@Override
	@Nullable Object[] content(Object original, int offset) {
		@Nullable Object[] parts = new @Nullable Object[offset + ((Collection<?>) original).size()];
		int length = offset;
		Iterator<?> elements = iterator(original);
		while (elements.hasNext()) {
			if (length == parts.length) {
				parts = Arrays.copyOf(parts, length * 2 + 1);
			}
			parts[length++] = elements.next();
		}
		return (length < parts.length) ? Arrays.copyOf(parts, length) : parts;
	}

	@Override
	void addContent(Object copy, @Nullable Object[] parts, int offset) {
		for (int i = offset; i < parts.length; i++) {
			add(copy, parts[i]);
		}
	}

	@Override
	String describeContent(@Nullable Object[] parts, int index, int offset) {
		return PathSteps.element(index - offset);
	}

}

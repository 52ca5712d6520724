package io.github.workerthreads.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

import org.jspecify.annotations.Nullable;

/**
 * Plan of mutable collections of the JDK.
 */
class CollectionPlan extends ContainerPlan {

	private final boolean comparesAll;

	private final boolean copiesOnWrite;

	private final KeyCollisions collisions;

	private final boolean isArrayList;

	CollectionPlan(Class<?> type, Blueprint blueprint, boolean readsParts, BackEnd backEnd) {
		super(type, blueprint, readsParts, backEnd);
		Class<?> superclass = JdkTypes.jdkSuperclass(type);
		this.collisions = collisions(type);
		this.isArrayList = type == ArrayList.class;
		this.comparesAll = superclass == CopyOnWriteArraySet.class;
		this.copiesOnWrite = this.comparesAll || superclass == CopyOnWriteArrayList.class;
	}

	@Override
	final void checkKeys(@Nullable Object[] parts) {
		this.collisions.check(parts, parts.length - contentIndex(parts.length), 1);
	}

	@Override
	final boolean isKey(int index) {
		return readsParts() && contentIndex(index) >= 0;
	}

	@Override
	final boolean comparesAll() {
		return this.comparesAll;
	}

	@Override
	Object copy(Object original, DirectCopier copier) {
		return (this.isArrayList) ? copier.copyList((List<?>) original) : super.copy(original, copier);
	}

	/**
	 * Add elements to a collection that copies all it has for each of them.
	 * @param collection the collection
	 * @param elements the elements
	 */
	@SuppressWarnings("unchecked")
	void addAll(Object collection, Collection<?> elements) {
		((Collection<@Nullable Object>) collection).addAll(elements);
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
		if (this.copiesOnWrite) {
			addAll(copy, Arrays.asList(parts).subList(offset, parts.length));
			return;
		}
		for (int i = offset; i < parts.length; i++) {
			add(copy, parts[i]);
		}
	}

	@Override
	String describeContent(@Nullable Object[] parts, int index, int offset) {
		return PathSteps.element(index - offset);
	}

}

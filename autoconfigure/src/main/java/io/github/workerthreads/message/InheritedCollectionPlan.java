package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Collection;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * Plan of collections whose class extends one of the JDK.
 */
final class InheritedCollectionPlan extends CollectionPlan {

	private final MethodHandle iterator;

	private final MethodHandle add;

	private final MethodHandle addAll;

	InheritedCollectionPlan(Class<?> type, Blueprint blueprint, boolean readsParts, String add, BackEnd backEnd) {
		super(type, blueprint, readsParts, backEnd);
		this.iterator = SuperMethod.find(type, "iterator");
		this.addAll = SuperMethod.find(type, "addAll", Collection.class);
		this.add = SuperMethod.find(type, add, Object.class)
			.asType(MethodType.methodType(void.class, Object.class, Object.class));
	}

	@Override
	Iterator<?> iterator(Object collection) {
		try {
			return (Iterator<?>) (Object) this.iterator.invokeExact(collection);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	@Override
	void addAll(Object collection, Collection<?> elements) {
		try {
			Object unused = (Object) this.addAll.invokeExact(collection, (Object) elements);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

	@Override
	void add(Object collection, @Nullable Object element) {
		try {
			this.add.invokeExact(collection, element);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

}

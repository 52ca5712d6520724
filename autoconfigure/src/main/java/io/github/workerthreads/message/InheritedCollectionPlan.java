package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * Plan of collections whose class extends one of the JDK.
 */
final class InheritedCollectionPlan extends CollectionPlan {

	private final MethodHandle iterator;

	private final MethodHandle add;

	InheritedCollectionPlan(Class<?> type, Blueprint blueprint, boolean readsParts, String add) {
		super(type, blueprint, readsParts);
		this.iterator = SuperMethod.find(type, "iterator");
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
	void add(Object collection, @Nullable Object element) {
		try {
			this.add.invokeExact(collection, element);
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

}

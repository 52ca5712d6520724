package io.github.workerthreads.message;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;

/**
 * Copies beans by a constructor and a method handle that are no constants.
 */
final class HeldBeanCopier extends BeanCopier {

	private final Constructor<?> constructor;

	private final MethodHandle fields;

	HeldBeanCopier(Constructor<?> constructor, MethodHandle fields) {
		this.constructor = constructor;
		this.fields = fields;
	}

	@Override
	Object copy(Object original, DirectCopier copier) {
		try {
			Object copy = this.constructor.newInstance(NodePlan.NO_PARTS);
			this.fields.invokeExact(copy, copier, original);
			return copy;
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

}

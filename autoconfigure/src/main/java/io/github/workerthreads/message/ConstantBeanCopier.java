package io.github.workerthreads.message;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.Objects;

/**
 * Copies beans by a constructor and a method handle that are constants. Not used itself
 * but as a template of hidden classes, one for each class of beans.
 */
final class ConstantBeanCopier extends BeanCopier {

	private static final Constructor<?> CONSTRUCTOR = classData(0, Constructor.class);

	private static final MethodHandle FIELDS = classData(1, MethodHandle.class);

	ConstantBeanCopier() {
	}

	private static <T> T classData(int index, Class<T> type) {
		try {
			return Objects.requireNonNull(
					MethodHandles.classDataAt(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, type, index));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	Object copy(Object original, DirectCopier copier) {
		try {
			Object copy = CONSTRUCTOR.newInstance(NodePlan.NO_PARTS);
			FIELDS.invokeExact(copy, copier, original);
			return copy;
		}
		catch (Throwable ex) {
			throw SuperMethod.rethrow(ex);
		}
	}

}

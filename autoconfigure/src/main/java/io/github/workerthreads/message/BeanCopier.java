package io.github.workerthreads.message;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Copies beans of one class. Constructors and method handles are compiled into the code
 * that invokes them only where they are constants, so each class of beans gets a hidden
 * class of its own with the byte code of {@link ConstantBeanCopier}. Where no classes can
 * be defined at run time, as in a native image, a {@link HeldBeanCopier} does the same,
 * but slower. Thread-safe.
 */
abstract class BeanCopier {

	private static final byte @Nullable [] TEMPLATE = template();

	/**
	 * Create a copier.
	 * @param constructor creates instances without fields
	 * @param fields takes such an instance, what copies parts, and the original
	 * @return the copier
	 */
	static BeanCopier of(Constructor<?> constructor, MethodHandle fields) {
		return (TEMPLATE != null) ? hidden(TEMPLATE, constructor, fields) : new HeldBeanCopier(constructor, fields);
	}

	private static BeanCopier hidden(byte[] template, Constructor<?> constructor, MethodHandle fields) {
		try {
			Class<?> type = MethodHandles.lookup()
				.defineHiddenClassWithClassData(template, List.of(constructor, fields), true)
				.lookupClass();
			return (BeanCopier) type.getDeclaredConstructor().newInstance();
		}
		catch (ReflectiveOperationException | LinkageError | UnsupportedOperationException ex) {
			return new HeldBeanCopier(constructor, fields);
		}
	}

	private static byte @Nullable [] template() {
		try (InputStream in = BeanCopier.class.getResourceAsStream("ConstantBeanCopier.class")) {
			return (in != null) ? in.readAllBytes() : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Copy a bean.
	 * @param original the bean
	 * @param copier copies the parts
	 * @return the copy
	 */
	abstract Object copy(Object original, DirectCopier copier);

}

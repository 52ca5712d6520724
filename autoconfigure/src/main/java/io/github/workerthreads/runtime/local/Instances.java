package io.github.workerthreads.runtime.local;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/**
 * Makes a worker's own instances of classes that calls name.
 */
public final class Instances {

	private Instances() {
	}

	/**
	 * Create an instance.
	 * @param <T> the type
	 * @param type the class
	 * @param kind what it is called in messages to people, such as {@code Function}
	 * @return the instance
	 * @throws IllegalArgumentException if it has no constructor without arguments
	 * @throws Throwable what the constructor threw
	 */
	public static <T> T create(Class<T> type, String kind) throws Throwable {
		Constructor<T> constructor;
		try {
			constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalArgumentException(
					"%s %s has no constructor without arguments; a worker needs one to make its own instance"
						.formatted(kind, type.getName()),
					ex);
		}
		try {
			return constructor.newInstance();
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}

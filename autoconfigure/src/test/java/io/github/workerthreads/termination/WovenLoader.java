package io.github.workerthreads.termination;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;

/**
 * Loader of a worker's classes: has some classes of the tests for itself, woven, and
 * classes that are made up.
 */
final class WovenLoader extends ClassLoader implements TerminationScope {

	private final TerminationSwitch terminationSwitch = new TerminationSwitch("Worker 'test'");

	private final TerminationWeaver weaver;

	private final Set<String> own;

	WovenLoader(PointStyle style, Class<?>... own) {
		super(WovenLoader.class.getClassLoader());
		this.weaver = new TerminationWeaver(style);
		this.own = Set.of(Arrays.stream(own).map(Class::getName).toArray(String[]::new));
	}

	@Override
	public TerminationSwitch terminationSwitch() {
		return this.terminationSwitch;
	}

	/**
	 * Create an object of a class that this loader has for itself.
	 * @param <T> a type that is shared
	 * @param type the class
	 * @param shared the type
	 * @return the object
	 */
	<T> T create(Class<?> type, Class<T> shared) {
		try {
			return instantiate(loadClass(type.getName()), shared);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Weave a class, define it and create an object of it.
	 * @param <T> a type that is shared
	 * @param name the name of the class
	 * @param classFile the class without points
	 * @param shared the type
	 * @return the object
	 */
	<T> T create(String name, byte[] classFile, Class<T> shared) {
		byte[] woven = this.weaver.weave(classFile);
		return instantiate(defineClass(name, woven, 0, woven.length), shared);
	}

	private static <T> T instantiate(Class<?> type, Class<T> shared) {
		try {
			var constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			return shared.cast(constructor.newInstance());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		boolean point = name.equals(LoaderPoint.class.getName());
		if (!point && !this.own.contains(name)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null) {
				return loaded;
			}
			byte[] plain = classFile(name);
			byte[] bytes = (point) ? plain : this.weaver.weave(plain);
			return defineClass(name, bytes, 0, bytes.length);
		}
	}

	/**
	 * Return the file of a class.
	 * @param name the name of the class
	 * @return the bytes
	 * @throws ClassNotFoundException if there is none
	 */
	static byte[] classFile(String name) throws ClassNotFoundException {
		try (InputStream stream = WovenLoader.class.getClassLoader()
			.getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (stream == null) {
				throw new ClassNotFoundException(name);
			}
			return stream.readAllBytes();
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

}

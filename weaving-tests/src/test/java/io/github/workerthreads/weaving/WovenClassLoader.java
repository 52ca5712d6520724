package io.github.workerthreads.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Predicate;

import io.github.workerthreads.termination.LoaderPoint;
import io.github.workerthreads.termination.TerminationScope;
import io.github.workerthreads.termination.TerminationSwitch;
import io.github.workerthreads.termination.TerminationWeaver;

/**
 * Class loader that has some classes of its parent for itself, woven or as they are.
 */
final class WovenClassLoader extends ClassLoader implements TerminationScope {

	private final TerminationSwitch terminationSwitch = new TerminationSwitch("Test");

	private final Predicate<String> own;

	private final TerminationWeaver weaver;

	/**
	 * Create a class loader.
	 * @param own tells by their names which classes are its own
	 * @param weaver weaves them, {@code null} to leave them as they are
	 */
	WovenClassLoader(Predicate<String> own, TerminationWeaver weaver) {
		super(WovenClassLoader.class.getClassLoader());
		this.own = own;
		this.weaver = weaver;
	}

	@Override
	public TerminationSwitch terminationSwitch() {
		return this.terminationSwitch;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		boolean isPoint = name.equals(LoaderPoint.class.getName());
		if (!isPoint && !this.own.test(name)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name, isPoint);
		}
	}

	Class<?> define(String name, byte[] bytes) {
		return defineClass(name, bytes, 0, bytes.length);
	}

	private Class<?> define(String name, boolean isPoint) throws ClassNotFoundException {
		try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (stream == null) {
				throw new ClassNotFoundException(name);
			}
			byte[] plain = stream.readAllBytes();
			return define(name, (this.weaver != null && !isPoint) ? this.weaver.weave(plain) : plain);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

package io.github.workerthreads.benchmarks;

import java.io.IOException;
import java.io.InputStream;

import io.github.workerthreads.termination.LoaderPoint;
import io.github.workerthreads.termination.PointStyle;
import io.github.workerthreads.termination.TerminationScope;
import io.github.workerthreads.termination.TerminationSwitch;
import io.github.workerthreads.termination.TerminationWeaver;

/**
 * Class loader that has the benchmarks' kernels for itself, with termination points.
 */
final class WovenLoader extends ClassLoader implements TerminationScope {

	private final TerminationSwitch terminationSwitch = new TerminationSwitch("Kernels");

	private final TerminationWeaver weaver = new TerminationWeaver(PointStyle.ofThisJvm());

	WovenLoader() {
		super(WovenLoader.class.getClassLoader());
	}

	@Override
	public TerminationSwitch terminationSwitch() {
		return this.terminationSwitch;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		boolean point = name.equals(LoaderPoint.class.getName());
		if (!point && !name.startsWith(Kernel.class.getName())) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			if (loaded == null) {
				byte[] plain = bytes(name);
				byte[] bytes = (point) ? plain : this.weaver.weave(plain);
				loaded = defineClass(name, bytes, 0, bytes.length);
			}
			return loaded;
		}
	}

	private static byte[] bytes(String name) throws ClassNotFoundException {
		String resource = name.replace('.', '/') + ".class";
		try (InputStream stream = ClassLoader.getSystemResourceAsStream(resource)) {
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

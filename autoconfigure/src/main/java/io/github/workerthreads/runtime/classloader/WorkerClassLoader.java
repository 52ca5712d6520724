package io.github.workerthreads.runtime.classloader;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.WorkerSettings;
import io.github.workerthreads.termination.TerminationScope;
import io.github.workerthreads.termination.TerminationSwitch;

/**
 * Class loader of one worker: defines the worker's own classes, with termination points,
 * and leaves all others and all resources to its parent. Thread-safe.
 */
final class WorkerClassLoader extends ClassLoader implements TerminationScope {

	static {
		registerAsParallelCapable();
	}

	private final ClassLoader parent;

	private final IsolatedClasses classes;

	private final TerminationSwitch terminationSwitch;

	private final Map<String, ProtectionDomain> domains = new ConcurrentHashMap<>();

	/**
	 * Create the class loader of a worker.
	 * @param settings tell its name and number, which together are the loader's name
	 * @param parent has all other classes
	 * @param classes the worker's own classes
	 */
	WorkerClassLoader(WorkerSettings settings, ClassLoader parent, IsolatedClasses classes) {
		super(settings.name() + "@" + settings.workerId(), parent);
		this.parent = parent;
		this.classes = classes;
		this.terminationSwitch = new TerminationSwitch("Worker '%s'".formatted(settings.name()));
	}

	/**
	 * Return which classes the worker has of its own.
	 * @return the names of packages and classes
	 */
	List<String> isolated() {
		return this.classes.names();
	}

	/**
	 * Return what has all other classes.
	 * @return the parent
	 */
	ClassLoader shared() {
		return this.parent;
	}

	@Override
	public TerminationSwitch terminationSwitch() {
		return this.terminationSwitch;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		WovenClass own = this.classes.find(name);
		if (own == null) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name, own);
		}
	}

	private Class<?> define(String name, WovenClass own) {
		int dot = name.lastIndexOf('.');
		String packageName = (dot >= 0) ? name.substring(0, dot) : "";
		if (getDefinedPackage(packageName) == null) {
			definePackageOnce(packageName);
		}
		return defineClass(name, own.bytes(), 0, own.bytes().length,
				this.domains.computeIfAbsent(own.location(), this::domain));
	}

	private void definePackageOnce(String name) {
		try {
			definePackage(name, null, null, null, null, null, null, null);
		}
		catch (IllegalArgumentException ex) {
			// Another thread did it at the same time
			assert getDefinedPackage(name) != null;
		}
	}

	private ProtectionDomain domain(String location) {
		return new ProtectionDomain(new CodeSource(url(location), (Certificate[]) null), null, this, null);
	}

	private static @Nullable URL url(String location) {
		String container = location;
		if (container.startsWith("jar:") && container.endsWith("!/")) {
			container = container.substring("jar:".length(), container.length() - "!/".length());
		}
		try {
			return URI.create(container).toURL();
		}
		catch (IllegalArgumentException | MalformedURLException ex) {
			return null;
		}
	}

	@Override
	public @Nullable URL getResource(String name) {
		return this.parent.getResource(name);
	}

	@Override
	public Enumeration<URL> getResources(String name) throws IOException {
		return this.parent.getResources(name);
	}

}

package io.github.workerthreads.runtime.classloader;

import io.github.workerthreads.runtime.WorkerBeans;

/**
 * Beans of workers whose calls name none.
 */
public final class NoBeans {

	/**
	 * Makes no beans.
	 */
	public static final WorkerBeans.Factory FACTORY = (settings, classLoader, beans) -> {
		throw new IllegalStateException("Worker '%s' has no beans".formatted(settings.name()));
	};

	private NoBeans() {
	}

}

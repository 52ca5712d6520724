package io.github.workerthreads.termination;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Sockets and channels that a worker's code uses, which end a wait of that code when they
 * are closed. Thread-safe.
 */
final class OpenResources {

	private static final MethodHandle ADD;

	static {
		try {
			ADD = MethodHandles.lookup()
				.findVirtual(OpenResources.class, "add", MethodType.methodType(Object.class, Object.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final String worker;

	// What is closed or forgotten by the worker goes with the next garbage collection
	private final Set<Closeable> open = Collections.newSetFromMap(new WeakHashMap<>());

	private boolean closed;

	OpenResources(String worker) {
		this.worker = worker;
	}

	/**
	 * Make calls of a method add what they are made on, and what they return.
	 * @param method the method
	 * @param receiver whether its first argument is what it is called on
	 * @return the method that adds
	 */
	MethodHandle adding(MethodHandle method, boolean receiver) {
		MethodHandle adding = method;
		MethodHandle add = ADD.bindTo(this);
		if (receiver) {
			Class<?> type = method.type().parameterType(0);
			adding = MethodHandles.filterArguments(adding, 0, add.asType(MethodType.methodType(type, type)));
		}
		Class<?> result = method.type().returnType();
		return (Closeable.class.isAssignableFrom(result))
				? MethodHandles.filterReturnValue(adding, add.asType(MethodType.methodType(result, result))) : adding;
	}

	@Nullable Object add(@Nullable Object resource) {
		if (resource instanceof Closeable closeable && !added(closeable)) {
			close(closeable);
		}
		return resource;
	}

	private synchronized boolean added(Closeable resource) {
		if (!this.closed) {
			this.open.add(resource);
		}
		return !this.closed;
	}

	/**
	 * Close what is open, on a thread of its own since that may block, and what will be
	 * opened.
	 */
	void closeAll() {
		List<Closeable> left;
		synchronized (this) {
			this.closed = true;
			left = new ArrayList<>(this.open);
		}
		if (!left.isEmpty()) {
			Thread closer = new Thread(null, () -> left.forEach(OpenResources::close), this.worker + " closes", 0,
					false);
			closer.setDaemon(true);
			closer.start();
		}
	}

	private static void close(Closeable resource) {
		try {
			resource.close();
		}
		catch (IOException | RuntimeException ex) {
			// It is closed as far as it can be
		}
	}

}

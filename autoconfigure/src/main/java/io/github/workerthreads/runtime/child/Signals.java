package io.github.workerthreads.runtime.child;

import java.lang.reflect.Method;

/**
 * Signals of the operating system, by the classes of the JDK that not every JDK need
 * have.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Ignore a signal, where that can be done. The interrupt of a terminal goes to all of
	 * its processes; when this one ends is the word of its parent.
	 * @param name the name of the signal, such as {@code INT}
	 */
	static void ignore(String name) {
		try {
			Class<?> signal = Class.forName("sun.misc.Signal");
			Class<?> handler = Class.forName("sun.misc.SignalHandler");
			Method handle = signal.getMethod("handle", signal, handler);
			handle.invoke(null, signal.getConstructor(String.class).newInstance(name),
					handler.getField("SIG_IGN").get(null));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			// This JVM has no such signal, or keeps it to itself
		}
	}

}

package io.github.workerthreads.runtime;

import java.util.Locale;

/**
 * How far apart from its caller a worker lives.
 */
public enum Isolation {

	/**
	 * A dedicated platform thread of this JVM: shared heap, shared statics.
	 */
	THREAD,

	/**
	 * A thread of this JVM with classes and statics of its own, whose code can be
	 * stopped.
	 */
	CLASS_LOADER,

	/**
	 * A JVM of its own: own heap, own statics, can be killed whatever it does.
	 */
	PROCESS;

	/**
	 * Return the name as it is written in configuration.
	 * @return the name, such as {@code thread}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

package io.github.workerthreads.runtime;

/**
 * How far apart from its caller a worker lives.
 */
public enum Isolation {

	/**
	 * A dedicated platform thread of this JVM: shared heap, shared statics.
	 */
	THREAD

}

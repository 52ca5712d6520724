package io.github.workerthreads.message;

/**
 * The two ways in which a message crosses over. Both follow the same rules; they differ
 * in what a plan need not take apart.
 */
enum BackEnd {

	/**
	 * The receiver shares the heap, so that it may get what cannot change as it is.
	 */
	COPY,

	/**
	 * The receiver gets bytes, so that all that a value holds is a part of it.
	 */
	BYTES

}

package io.github.workerthreads.worker;

/**
 * How a wait on {@link SharedMemory} ended.
 *
 * @see <a href=
 * "https://tc39.es/ecma262/multipage/structured-data.html#sec-atomics.wait">Atomics.wait</a>
 */
public enum WaitResult {

	/**
	 * The thread waited and was woken by a notification.
	 */
	OK,

	/**
	 * The thread did not wait, since the value was another one already.
	 */
	NOT_EQUAL,

	/**
	 * The thread waited, and nobody woke it in time.
	 */
	TIMED_OUT

}

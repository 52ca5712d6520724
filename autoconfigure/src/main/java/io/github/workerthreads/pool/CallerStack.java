package io.github.workerthreads.pool;

/**
 * Shows in an exception from a worker who called: the worker's frames first, then the
 * caller's.
 */
final class CallerStack {

	// A failure that could not be copied may be one object for many calls: it must not
	// grow
	// for ever
	private static final int MAX_FRAMES = 2048;

	private static final String OWN_PACKAGE = CallerStack.class.getPackageName() + ".";

	private CallerStack() {
	}

	/**
	 * Add the stack of the current thread to a failure.
	 * @param <T> the type of the failure
	 * @param failure the failure
	 * @return the same failure
	 */
	static <T extends Throwable> T join(T failure) {
		StackTraceElement[] worker = failure.getStackTrace();
		StackTraceElement[] caller = new Throwable().getStackTrace();
		int skipped = 0;
		while (skipped < caller.length && caller[skipped].getClassName().startsWith(OWN_PACKAGE)) {
			skipped++;
		}
		int length = worker.length + 1 + caller.length - skipped;
		if (length <= MAX_FRAMES) {
			StackTraceElement[] joined = new StackTraceElement[length];
			System.arraycopy(worker, 0, joined, 0, worker.length);
			joined[worker.length] = boundary();
			System.arraycopy(caller, skipped, joined, worker.length + 1, caller.length - skipped);
			failure.setStackTrace(joined);
		}
		return failure;
	}

	private static StackTraceElement boundary() {
		return new StackTraceElement("--- called by thread '" + Thread.currentThread().getName() + "' ---", "", null,
				-1);
	}

}

package io.github.workerthreads.termination;

/**
 * Termination point where a call site won't do: in class files older than Java 7, and
 * where the JVM leaves loops without safepoints. Each {@link TerminationScope} defines
 * this class for itself, from its bytes, so that each has a flag of its own. The package
 * of such a class is not this package.
 */
public final class LoaderPoint implements Runnable {

	private static final TerminationSwitch SWITCH = TerminationPoints.register(LoaderPoint.class, new LoaderPoint());

	private static volatile boolean on;

	private LoaderPoint() {
	}

	/**
	 * Pass the point.
	 * @throws WorkerTerminatedError if the worker is being terminated
	 */
	public static void pass() {
		if (on) {
			SWITCH.fire();
		}
	}

	@Override
	public void run() {
		on = true;
	}

}

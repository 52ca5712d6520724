package io.github.workerthreads.termination.boot;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Stops the code of single threads. All termination points that the agent weaves are one
 * call site, which does nothing as long as no thread is being terminated; meanwhile each
 * point looks whether it is the current one. A thread is told once and has a while to
 * clean up; after that each point throws. Knows the JDK only. Thread-safe.
 */
public final class ThreadPoints {

	// Each switch makes the JVM compile woven code anew, which it does not do for ever
	private static final int MAX_SWITCHES = 100;

	private static final MethodType POINT = MethodType.methodType(void.class);

	private static final MethodHandle NOTHING = MethodHandles.empty(POINT);

	private static final MethodHandle PASS;

	static {
		try {
			PASS = MethodHandles.lookup().findStatic(ThreadPoints.class, "pass", POINT);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static final MutableCallSite SITE = new MutableCallSite(NOTHING);

	private static final Map<Thread, Termination> TERMINATIONS = new ConcurrentHashMap<>();

	private static volatile boolean installed;

	private static volatile boolean on;

	// Guarded by the class
	private static int switches;

	private ThreadPoints() {
	}

	/**
	 * Note that classes get woven from now on. For the agent.
	 */
	public static void install() {
		installed = true;
	}

	/**
	 * Return whether classes of the application have points.
	 * @return whether the agent is there
	 */
	public static boolean isInstalled() {
		return installed;
	}

	/**
	 * Link a point.
	 * @param caller the class with the point
	 * @param name the name of the point, which says nothing
	 * @param type the type of the point, without arguments and result
	 * @return the call site of all points
	 */
	public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type) {
		return SITE;
	}

	/**
	 * Pass a point.
	 */
	public static void pass() {
		if (on) {
			look();
		}
	}

	private static void look() {
		Termination termination = TERMINATIONS.get(Thread.currentThread());
		if (termination != null && termination.fires()) {
			throw termination.error.get();
		}
	}

	/**
	 * Stop the code of a thread.
	 * @param thread the thread
	 * @param graceNanos how long its code may clean up after it was told
	 * @param error makes what the points throw
	 */
	public static synchronized void begin(Thread thread, long graceNanos, Supplier<? extends Error> error) {
		if (TERMINATIONS.putIfAbsent(thread, new Termination(System.nanoTime() + graceNanos, error)) == null && !on) {
			on = true;
			turn(PASS);
		}
	}

	/**
	 * Stop no more code of a thread, which has ended.
	 * @param thread the thread
	 */
	public static synchronized void end(Thread thread) {
		if (TERMINATIONS.remove(thread) != null && TERMINATIONS.isEmpty()) {
			on = false;
			if (switches < MAX_SWITCHES) {
				turn(NOTHING);
			}
		}
	}

	private static void turn(MethodHandle target) {
		if (SITE.getTarget() != target) {
			switches++;
			SITE.setTarget(target);
			MutableCallSite.syncAll(new MutableCallSite[] { SITE });
		}
	}

	/**
	 * The end of one thread.
	 */
	private static final class Termination {

		private final long graceEnds;

		private final Supplier<? extends Error> error;

		// That thread only
		private boolean told;

		Termination(long graceEnds, Supplier<? extends Error> error) {
			this.graceEnds = graceEnds;
			this.error = error;
		}

		boolean fires() {
			boolean first = !this.told;
			this.told = true;
			return first || System.nanoTime() - this.graceEnds >= 0;
		}

	}

}

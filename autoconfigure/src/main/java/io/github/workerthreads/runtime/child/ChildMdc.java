package io.github.workerthreads.runtime.child;

import java.util.Map;

import org.slf4j.MDC;

/**
 * The MDC of SLF4J, where that is on the class path.
 */
final class ChildMdc {

	private static final boolean PRESENT = isPresent();

	// Whether a call may have left something. It is taken away before the next one, not
	// at once, since the first use of the MDC starts the logging system
	private static boolean used;

	private ChildMdc() {
	}

	private static boolean isPresent() {
		try {
			Class.forName("org.slf4j.MDC", false, ChildMdc.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Find out whether there is one, without starting the logging system.
	 */
	static void prepare() {
		// By the initialization of this class
	}

	/**
	 * Put what came with a call, and take away what an earlier one has put there.
	 * @param context values by key
	 */
	static void put(Map<String, String> context) {
		if (PRESENT) {
			if (used) {
				MDC.clear();
			}
			used = true;
			context.forEach(MDC::put);
		}
	}

}

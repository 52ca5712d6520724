package io.github.workerthreads.runtime.child;

import java.util.Map;

import org.slf4j.MDC;

/**
 * The MDC of SLF4J, where that is on the class path.
 */
final class ChildMdc {

	private static final boolean PRESENT = isPresent();

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
	 * Put what came with a call.
	 * @param context values by key
	 */
	static void put(Map<String, String> context) {
		if (PRESENT) {
			context.forEach(MDC::put);
		}
	}

	/**
	 * Take everything away, what the call has put there too.
	 */
	static void clear() {
		if (PRESENT) {
			MDC.clear();
		}
	}

}

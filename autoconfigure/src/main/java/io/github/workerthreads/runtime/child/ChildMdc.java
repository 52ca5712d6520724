package io.github.workerthreads.runtime.child;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The MDC of SLF4J, where that is on the class path. It is left alone as long as nobody
 * can have put anything into it: to look for it opens one library after the other, and
 * its first use starts the logging system.
 */
final class ChildMdc {

	private static final @Nullable ClassLoader CLASS_LOADER = ChildMdc.class.getClassLoader();

	// Whether it is known to be there. Used by the worker's thread
	private static boolean present;

	private ChildMdc() {
	}

	/**
	 * Load it if there is one, without starting the logging system, for an archive of
	 * classes to have it.
	 */
	static void prepare() {
		find();
	}

	/**
	 * Put what came with a call, and take away what an earlier one has put there.
	 * @param context values by key
	 */
	static void put(Map<String, String> context) {
		if (!present && (!context.isEmpty() || mayBeInUse())) {
			present = find();
		}
		if (present) {
			MDC.clear();
			context.forEach(MDC::put);
		}
	}

	// Not before a class of its package is loaded
	private static boolean mayBeInUse() {
		return CLASS_LOADER != null && CLASS_LOADER.getDefinedPackage("org.slf4j") != null;
	}

	private static boolean find() {
		try {
			Class.forName("org.slf4j.MDC", false, CLASS_LOADER);
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

}

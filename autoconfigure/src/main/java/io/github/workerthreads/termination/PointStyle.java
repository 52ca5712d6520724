package io.github.workerthreads.termination;

import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * How a termination point looks at the switch.
 */
public enum PointStyle {

	/**
	 * By a call site that is linked anew when the switch is turned on. Costs compiled
	 * code nothing, and reaches loops at their safepoints.
	 */
	CALL_SITE,

	/**
	 * By a volatile flag. Reaches loops without safepoints too.
	 */
	FLAG;

	private static final String SAFEPOINTS = "UseCountedLoopSafepoints";

	/**
	 * Return the style for this JVM. Some collectors, such as Serial and Parallel, have
	 * no safepoints in counted loops, so that linking call sites anew would have to wait
	 * for these loops, and all other threads with it.
	 * @return the style
	 */
	public static PointStyle ofThisJvm() {
		return hasSafepointsInLoops() ? CALL_SITE : FLAG;
	}

	private static boolean hasSafepointsInLoops() {
		try {
			HotSpotDiagnosticMXBean diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
			return diagnostics != null && Boolean.parseBoolean(diagnostics.getVMOption(SAFEPOINTS).getValue());
		}
		catch (LinkageError | RuntimeException ex) {
			// No HotSpot, so nothing is known of its loops
			return false;
		}
	}

}

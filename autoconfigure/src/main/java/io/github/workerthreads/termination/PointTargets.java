package io.github.workerthreads.termination;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import io.github.workerthreads.termination.boot.ThreadPoints;

/**
 * What woven points call.
 *
 * @param link the bootstrap method of a call site
 * @param flag the internal name of the class whose method {@code pass} looks at a flag
 * @param tracks whether calls of sockets and channels remember them
 */
record PointTargets(Handle link, String flag, boolean tracks) {

	/**
	 * The switch of the class loader.
	 */
	static final PointTargets OF_LOADERS = new PointTargets(link(TerminationPoints.class),
			Type.getInternalName(LoaderPoint.class), true);

	/**
	 * The switch of threads.
	 */
	static final PointTargets OF_THREADS = new PointTargets(link(ThreadPoints.class),
			Type.getInternalName(ThreadPoints.class), false);

	private static Handle link(Class<?> owner) {
		return new Handle(Opcodes.H_INVOKESTATIC, Type.getInternalName(owner), "link",
				"(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
				false);
	}

}

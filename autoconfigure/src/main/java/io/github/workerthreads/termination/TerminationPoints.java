package io.github.workerthreads.termination;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Links the termination points of woven classes, which call it by name.
 */
public final class TerminationPoints {

	private TerminationPoints() {
	}

	/**
	 * Link a point to the switch of the class loader that it is in.
	 * @param caller the class with the point
	 * @param name the name of the point, which says nothing
	 * @param type the type of the point, without arguments and result
	 * @return the call site of all points of the loader
	 * @throws IllegalStateException if the class was not loaded for a worker
	 */
	public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type) {
		return switchOf(caller.lookupClass()).callSite();
	}

	/**
	 * Link a call that opens or uses a socket or channel.
	 * @param caller the class with the call
	 * @param name the name of the method
	 * @param type the type of the call
	 * @param method the method
	 * @param receiver 1 if the first argument is what it is called on, else 0
	 * @return the call, after which the socket or channel is closed as soon as the worker
	 * is terminated
	 * @throws IllegalStateException if the class was not loaded for a worker
	 */
	public static CallSite track(MethodHandles.Lookup caller, String name, MethodType type, MethodHandle method,
			int receiver) {
		MethodHandle call = method.asType(type);
		return new ConstantCallSite(switchOf(caller.lookupClass()).resources().adding(call, receiver == 1));
	}

	/**
	 * Find the switch of a class that has to do something when it is turned on.
	 * @param caller the class, loaded for a worker
	 * @param action what it does, at once if the switch is on
	 * @return the switch
	 */
	public static TerminationSwitch register(Class<?> caller, Runnable action) {
		TerminationSwitch found = switchOf(caller);
		found.whenOn(action);
		return found;
	}

	private static TerminationSwitch switchOf(Class<?> woven) {
		if (woven.getClassLoader() instanceof TerminationScope scope) {
			return scope.terminationSwitch();
		}
		throw new IllegalStateException("%s has termination points but was loaded by %s, which is of no worker"
			.formatted(woven.getName(), woven.getClassLoader()));
	}

}

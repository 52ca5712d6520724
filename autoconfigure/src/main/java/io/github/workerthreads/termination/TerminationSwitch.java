package io.github.workerthreads.termination;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stops the code of one worker. All termination points of its classes are one call site,
 * which does nothing and costs compiled code nothing, until it is turned on: then the
 * points throw. Each thread is told once and has a while to clean up; after that each
 * point throws. Thread-safe.
 */
public final class TerminationSwitch {

	private static final MethodType POINT = MethodType.methodType(void.class);

	private static final MethodHandle FIRE;

	static {
		try {
			FIRE = MethodHandles.lookup().findVirtual(TerminationSwitch.class, "fire", POINT);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final String worker;

	private final MutableCallSite callSite = new MutableCallSite(MethodHandles.empty(POINT));

	private final OpenResources resources;

	private final Set<Thread> told = ConcurrentHashMap.newKeySet();

	// Guarded by this until it is on, and the same ever after
	private final List<Runnable> actions = new ArrayList<>();

	// Written before the switch is on
	private long graceEnds;

	private volatile boolean on;

	/**
	 * Create a switch.
	 * @param worker the name of the worker, for people
	 */
	public TerminationSwitch(String worker) {
		this.worker = worker;
		this.resources = new OpenResources(worker);
	}

	CallSite callSite() {
		return this.callSite;
	}

	OpenResources resources() {
		return this.resources;
	}

	/**
	 * Return whether the worker is being terminated.
	 * @return whether points throw
	 */
	public boolean isOn() {
		return this.on;
	}

	/**
	 * Do something as soon as this is on, and at once if it is.
	 * @param action what to do, short
	 */
	void whenOn(Runnable action) {
		synchronized (this) {
			if (!this.on) {
				this.actions.add(action);
				return;
			}
		}
		action.run();
	}

	/**
	 * Stop the code of the worker. Takes effect before this returns: all threads see it
	 * at their next point. Sockets and channels that the code uses are closed.
	 * @param grace how long the code may clean up after it was told
	 */
	public void turnOn(Duration grace) {
		synchronized (this) {
			if (this.on) {
				return;
			}
			this.graceEnds = System.nanoTime() + grace.toNanos();
			this.on = true;
		}
		this.callSite.setTarget(FIRE.bindTo(this));
		MutableCallSite.syncAll(new MutableCallSite[] { this.callSite });
		this.actions.forEach(Runnable::run);
		this.resources.closeAll();
	}

	/**
	 * Let the current thread clean up as if it had been told to end, whether this is on
	 * or will be.
	 */
	public void excuseCurrentThread() {
		this.told.add(Thread.currentThread());
	}

	/**
	 * Pass a point while the switch is on.
	 * @throws WorkerTerminatedError unless the current thread cleans up
	 */
	public void fire() {
		if (this.told.add(Thread.currentThread()) || System.nanoTime() - this.graceEnds >= 0) {
			throw new WorkerTerminatedError(this.worker);
		}
	}

}

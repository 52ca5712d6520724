package io.github.workerthreads.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One handle's hold on a region, let go by the handle, or by the garbage collector's
 * cleaner if the handle was forgotten. Thread-safe.
 */
final class SharedHold implements Runnable {

	private static final Cleaner CLEANER = Cleaner.create();

	private final SharedRegion region;

	private final AtomicBoolean released = new AtomicBoolean();

	// Whether nobody is to blame for a handle that is not closed
	private volatile boolean messaged;

	private SharedHold(SharedRegion region) {
		this.region = region;
	}

	/**
	 * Take over a hold that the caller has.
	 * @param handle the handle that has it from now on
	 * @param region the region
	 * @return the hold
	 */
	static Registered register(SharedMemory handle, SharedRegion region) {
		SharedHold hold = new SharedHold(region);
		return new Registered(hold, CLEANER.register(handle, hold));
	}

	@Override
	public void run() {
		if (release() && !this.messaged) {
			logger().log(Level.WARNING,
					"A handle of shared memory of {0,number,#} bytes was never closed: what it held is released only "
							+ "now, by the garbage collector. Close it, as by try-with-resources",
					this.region.byteLength());
		}
	}

	private boolean release() {
		boolean first = this.released.compareAndSet(false, true);
		if (first) {
			this.region.release();
		}
		return first;
	}

	// Not with the class: a process that never logs starts faster
	private static Logger logger() {
		return System.getLogger(SharedHold.class.getName());
	}

	/**
	 * A hold that the cleaner knows.
	 *
	 * @param hold the hold
	 * @param cleanable lets it go
	 */
	record Registered(SharedHold hold, Cleaner.Cleanable cleanable) {

		SharedRegion region() {
			return this.hold.region;
		}

		void setMessaged() {
			this.hold.messaged = true;
		}

		void release() {
			this.hold.release();
			this.cleanable.clean();
		}

	}

}

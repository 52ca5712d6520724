package io.github.workerthreads.worker;

/**
 * Reports a lock that another request stole while a callback ran that relied on it. The
 * callback was not stopped: it ran to its end without the lock.
 */
public class LockStolenException extends WorkerException {

	/**
	 * Create an exception.
	 * @param name the name of the lock
	 */
	public LockStolenException(String name) {
		super("Lock '%s' was stolen by another request while it was held".formatted(name));
	}

}

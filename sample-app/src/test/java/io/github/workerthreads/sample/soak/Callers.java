package io.github.workerthreads.sample.soak;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;

/**
 * Threads that call the desk one call after the other, and note how each call ended.
 * Thread-safe.
 */
final class Callers implements AutoCloseable {

	private final Ledger ledger;

	private final Calls calls;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicReference<Desk> desk;

	// Each call holds the lock to read. Fair, so that who waits for all of them gets it
	private final ReadWriteLock calling = new ReentrantReadWriteLock(true);

	private volatile boolean over;

	/**
	 * Create callers, who wait until they are let.
	 * @param desk whom to call first
	 * @param ledger gets the outcomes
	 */
	Callers(Desk desk, Ledger ledger) {
		this.desk = new AtomicReference<>(desk);
		this.ledger = ledger;
		this.calls = new Calls(ledger);
	}

	/**
	 * Start to call.
	 * @param random decides over the calls
	 */
	void start(SplittableRandom random) {
		for (int i = 0; i < SoakOptions.CALLERS; i++) {
			SplittableRandom own = random.split();
			// The others go on while processes of workers are starved, or start
			boolean all = i % 4 == 0;
			Thread thread = new Thread(() -> callUntilTheEnd(own, all), "caller-" + i);
			thread.start();
			this.threads.add(thread);
		}
	}

	private void callUntilTheEnd(RandomGenerator random, boolean all) {
		try {
			while (!this.over) {
				Desk called = callOnce(random, all);
				if (called.isStopping()) {
					called.awaitReplacement();
				}
			}
		}
		catch (InterruptedException ex) {
			this.ledger.violation("A caller was interrupted");
		}
	}

	private Desk callOnce(RandomGenerator random, boolean all) {
		Lock lock = this.calling.readLock();
		lock.lock();
		try {
			Desk called = this.desk.get();
			call(called, (all) ? this.calls.next(random) : this.calls.nextInside(random), random);
			return called;
		}
		finally {
			lock.unlock();
		}
	}

	private void call(Desk called, Call call, RandomGenerator random) {
		try {
			this.ledger.ended(call.make(called, random));
		}
		catch (HttpTimeoutException ex) {
			this.ledger.ended("no answer");
			this.ledger.violation("No answer: " + ex);
		}
		catch (IOException ex) {
			this.ledger.ended((called.isStopping()) ? "connection ended with the application" : "connection broke");
			if (!called.isStopping()) {
				this.ledger.violation("The connection broke: " + ex);
			}
		}
		catch (Exception | AssertionError ex) {
			this.ledger.ended("wrong answer");
			this.ledger.violation(String.valueOf(ex));
		}
	}

	/**
	 * Wait until all calls have ended, and do something before the next ones begin.
	 * @param action what to do
	 * @throws Exception what the action throws
	 */
	void rest(Action action) throws Exception {
		Lock lock = this.calling.writeLock();
		lock.lock();
		try {
			action.run();
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Call another desk from now on.
	 * @param replacement the desk
	 */
	void turnTo(Desk replacement) {
		this.desk.getAndSet(replacement).leave();
	}

	/**
	 * Wait until no more calls are made.
	 */
	@Override
	public void close() throws InterruptedException {
		this.over = true;
		this.desk.get().leave();
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/**
	 * Something that may fail.
	 */
	@FunctionalInterface
	interface Action {

		/**
		 * Do it.
		 * @throws Exception if that fails
		 */
		void run() throws Exception;

	}

}

package io.github.workerthreads.worker;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What a long-lived worker does after its script has run: it delivers messages on the
 * worker's thread, one after the other, as long as an open port with a listener
 * references it, or until it is stopped. Made for rungs. Thread-safe.
 *
 * @see <a href="https://nodejs.org/api/worker_threads.html#portref">port.ref()</a>
 */
public final class EventLoop implements Executor {

	// Guards all that follows
	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Queue<Runnable> turns = new ArrayDeque<>();

	// The ports and channels that have a listener on this loop
	private final Set<LoopReference> listeners = new HashSet<>();

	private int references;

	private boolean ended;

	private boolean idle;

	private long idleNanos;

	private long changedAt = System.nanoTime();

	private final AdaptiveSpin spin = new AdaptiveSpin();

	// Whether something changed since the worker found nothing to do; read without the
	// lock by the worker that spins
	private volatile boolean news;

	/**
	 * Return the loop of the worker that the current thread belongs to.
	 * @return the loop, or {@code null} on a thread without one
	 */
	static @Nullable EventLoop current() {
		return (Thread.currentThread() instanceof WorkerContext.Carrier carrier) ? carrier.eventLoop() : null;
	}

	/**
	 * Run something on the worker's thread, in order; it is forgotten if the loop has
	 * ended.
	 * @param turn what to run
	 */
	@Override
	public void execute(Runnable turn) {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.turns.add(turn);
				change();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Run turns until nothing references this loop and none is left, or it is stopped.
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	public void run() throws InterruptedException {
		Runnable turn = next();
		while (turn != null) {
			turn.run();
			turn = next();
		}
	}

	private @Nullable Runnable next() throws InterruptedException {
		if (hasToWait()) {
			this.spin.await(() -> this.news);
		}
		this.lock.lockInterruptibly();
		try {
			while (waits()) {
				this.changed.await();
			}
			setIdle(false);
			if (this.ended || this.turns.isEmpty()) {
				this.ended = true;
				return null;
			}
			return this.turns.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean hasToWait() {
		this.lock.lock();
		try {
			this.news = false;
			boolean waits = waits();
			if (waits) {
				setIdle(true);
			}
			return waits;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean waits() {
		return this.turns.isEmpty() && this.references > 0 && !this.ended;
	}

	private void change() {
		this.news = true;
		this.changed.signal();
	}

	private void setIdle(boolean idle) {
		long now = System.nanoTime();
		if (this.idle) {
			this.idleNanos += now - this.changedAt;
		}
		this.idle = idle;
		this.changedAt = now;
	}

	/**
	 * Let {@link #run()} return as soon as the current turn is over, and forget the
	 * others.
	 */
	public void stop() {
		this.lock.lock();
		try {
			this.ended = true;
			this.turns.clear();
			change();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how long the loop has waited for something to do.
	 * @return the time in nanoseconds
	 */
	public long idleNanos() {
		this.lock.lock();
		try {
			return this.idleNanos + ((this.idle) ? System.nanoTime() - this.changedAt : 0);
		}
		finally {
			this.lock.unlock();
		}
	}

	void add(LoopReference listener) {
		this.lock.lock();
		try {
			this.listeners.add(listener);
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(LoopReference listener) {
		this.lock.lock();
		try {
			this.listeners.remove(listener);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Close the ports and channels that have a listener on this loop, when it ends.
	 */
	void closeListeners() {
		List<LoopReference> open;
		this.lock.lock();
		try {
			open = List.copyOf(this.listeners);
			this.listeners.clear();
		}
		finally {
			this.lock.unlock();
		}
		open.forEach(LoopReference::close);
	}

	void reference(int difference) {
		this.lock.lock();
		try {
			this.references += difference;
			change();
		}
		finally {
			this.lock.unlock();
		}
	}

}

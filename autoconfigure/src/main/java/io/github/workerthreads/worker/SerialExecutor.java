package io.github.workerthreads.worker;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Runs one thing after the other on another executor. Thread-safe.
 */
final class SerialExecutor implements Executor {

	private final Executor executor;

	// Guards what follows
	private final Lock lock = new ReentrantLock();

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private boolean running;

	SerialExecutor(Executor executor) {
		this.executor = executor;
	}

	@Override
	public void execute(Runnable turn) {
		this.lock.lock();
		try {
			this.waiting.add(turn);
			if (this.running) {
				return;
			}
			this.running = true;
		}
		finally {
			this.lock.unlock();
		}
		this.executor.execute(this::runNext);
	}

	private void runNext() {
		Runnable turn = next();
		try {
			if (turn != null) {
				turn.run();
			}
		}
		finally {
			if (turn != null) {
				this.executor.execute(this::runNext);
			}
		}
	}

	private @Nullable Runnable next() {
		this.lock.lock();
		try {
			Runnable turn = this.waiting.poll();
			this.running = turn != null;
			return turn;
		}
		finally {
			this.lock.unlock();
		}
	}

}

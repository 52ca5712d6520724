package io.github.workerthreads.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that call listeners outside of workers, where Node has its one main
 * thread. They end when there is nothing to call for a while. Thread-safe.
 */
final class EventThreads {

	private static final Logger logger = System.getLogger(EventThreads.class.getName());

	private static final int SIZE = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

	private static final int KEEP_ALIVE_SECONDS = 2;

	private static final AtomicInteger COUNT = new AtomicInteger();

	private static final Executor EXECUTOR = createExecutor();

	private EventThreads() {
	}

	static Executor executor() {
		return EXECUTOR;
	}

	private static Executor createExecutor() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(SIZE, SIZE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), EventThreads::createThread);
		executor.allowCoreThreadTimeOut(true);
		return (turn) -> executor.execute(() -> run(turn));
	}

	private static Thread createThread(Runnable target) {
		Thread thread = new Thread(null, target, "worker-events-" + COUNT.incrementAndGet(), 0, false);
		thread.setDaemon(true);
		return thread;
	}

	private static void run(Runnable turn) {
		try {
			turn.run();
		}
		catch (Throwable ex) {
			logger.log(Level.ERROR, "A listener of messages failed", ex);
		}
	}

}

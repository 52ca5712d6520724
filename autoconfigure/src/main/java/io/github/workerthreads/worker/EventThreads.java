package io.github.workerthreads.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Return an executor whose turns have the context class loader of who asks for it,
	 * whoever hands them over.
	 * @return the executor
	 */
	static Executor executor() {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		return (turn) -> EXECUTOR.execute(() -> run(turn, classLoader));
	}

	/**
	 * Run a turn that needs no context class loader.
	 * @param turn the turn
	 */
	static void execute(Runnable turn) {
		EXECUTOR.execute(() -> run(turn, EventThreads.class.getClassLoader()));
	}

	private static Executor createExecutor() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(SIZE, SIZE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), EventThreads::createThread);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	private static Thread createThread(Runnable target) {
		Thread thread = new Thread(root(), target, "worker-events-" + COUNT.incrementAndGet(), 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(EventThreads.class.getClassLoader());
		return thread;
	}

	// The current thread may be that of a worker, which has a group and a class loader of
	// its own
	private static ThreadGroup root() {
		ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
		ThreadGroup parent = group.getParent();
		while (parent != null) {
			group = parent;
			parent = group.getParent();
		}
		return group;
	}

	private static void run(Runnable turn, @Nullable ClassLoader classLoader) {
		Thread thread = Thread.currentThread();
		ClassLoader own = thread.getContextClassLoader();
		thread.setContextClassLoader(classLoader);
		try {
			turn.run();
		}
		catch (Throwable ex) {
			logger.log(Level.ERROR, "A listener of messages failed", ex);
		}
		finally {
			thread.setContextClassLoader(own);
		}
	}

}

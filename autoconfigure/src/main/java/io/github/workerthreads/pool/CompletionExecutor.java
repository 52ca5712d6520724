package io.github.workerthreads.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Completes the futures of tasks that were stopped from outside, off the thread that
 * stopped them, since what depends on a future may block. Its threads exist only while
 * there is something to complete. Thread-safe.
 */
final class CompletionExecutor implements Executor {

	private static final long KEEP_ALIVE_SECONDS = 5;

	private final ThreadPoolExecutor executor;

	CompletionExecutor(String pool) {
		this.executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (body) -> {
					Thread thread = new Thread(null, body, "worker-" + pool + "-completion", 0, false);
					thread.setDaemon(true);
					return thread;
				});
	}

	@Override
	public void execute(Runnable completion) {
		try {
			this.executor.execute(completion);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// A future completed in a bad place beats one that never completes
			completion.run();
		}
	}

	void close() {
		this.executor.shutdown();
	}

}

package io.github.workerthreads.pool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Completes the futures of tasks that were stopped from outside, off the thread that
 * stopped them, since what depends on a future may block. Its threads exist only while
 * there is something to complete. Thread-safe.
 */
final class CompletionExecutor {

	private static final long KEEP_ALIVE_SECONDS = 5;

	private static final long POLL_NANOS = 100_000;

	private final ThreadPoolExecutor executor;

	private final Set<Task> incomplete = ConcurrentHashMap.newKeySet();

	CompletionExecutor(String pool) {
		this.executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (body) -> {
					Thread thread = new Thread(null, body, "worker-" + pool + "-completion", 0, false);
					thread.setDaemon(true);
					return thread;
				});
	}

	/**
	 * Complete the future of a task.
	 * @param task the task
	 * @param completion completes its future
	 */
	void complete(Task task, Runnable completion) {
		this.incomplete.add(task);
		try {
			this.executor.execute(() -> run(task, completion));
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// A future completed in a bad place beats one that never completes
			run(task, completion);
		}
	}

	private void run(Task task, Runnable completion) {
		try {
			completion.run();
		}
		finally {
			this.incomplete.remove(task);
		}
	}

	/**
	 * Wait until all futures are complete, but not for what depends on them.
	 */
	void close() {
		this.executor.shutdown();
		while (!this.incomplete.stream().allMatch(Task::isDone)) {
			LockSupport.parkNanos(this, POLL_NANOS);
		}
	}

}

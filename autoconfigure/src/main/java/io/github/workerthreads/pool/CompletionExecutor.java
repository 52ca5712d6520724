package io.github.workerthreads.pool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs what may block, off the threads that stop tasks or run them: completes the futures
 * of tasks that were stopped from outside, since what depends on a future may block, and
 * runs callbacks and consumers. Its threads exist only while there is something to run.
 * Thread-safe.
 */
final class CompletionExecutor {

	private static final long KEEP_ALIVE_SECONDS = 5;

	private static final long POLL_NANOS = 100_000;

	private final ThreadPoolExecutor executor;

	private final Set<Task> incomplete = ConcurrentHashMap.newKeySet();

	CompletionExecutor(String pool) {
		// The thread that needs one first may be a worker's, whose group ends with it
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		this.executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (body) -> {
					Thread thread = new Thread(group, body, "worker-" + pool + "-completion", 0, false);
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
			// One that waits for its consumer is released when it was completed
			if (task.isDone()) {
				this.incomplete.remove(task);
			}
		}
	}

	/**
	 * Run something else.
	 * @param code what to run
	 * @return whether there was a thread for it
	 */
	boolean run(Runnable code) {
		try {
			this.executor.execute(code);
			return true;
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			return false;
		}
	}

	/**
	 * Take in a task whose future waits for the consumer of its progress.
	 * @param task the task
	 */
	void hold(Task task) {
		this.incomplete.add(task);
	}

	void release(Task task) {
		this.incomplete.remove(task);
	}

	/**
	 * Wait until all futures are complete, but not for what depends on them, and for
	 * consumers of progress during the terminate grace only.
	 * @param host the pool
	 */
	void close(TaskHost host) {
		long deadline = Durations.saturatedSum(host.now(), Durations.saturatedNanos(host.options().terminateGrace()));
		while (!this.incomplete.stream().allMatch(Task::isDone)) {
			if (host.now() >= deadline) {
				this.incomplete.stream().filter(Task::isHeldBack).forEach((task) -> run(task::completeHeldBack));
			}
			LockSupport.parkNanos(this, POLL_NANOS);
		}
		this.executor.shutdown();
	}

}

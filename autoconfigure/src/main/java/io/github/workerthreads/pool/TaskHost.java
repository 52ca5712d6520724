package io.github.workerthreads.pool;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.RuntimeCapabilities;
import io.github.workerthreads.worker.PoolFailedException;

/**
 * What a task needs of its pool. Thread-safe.
 */
interface TaskHost {

	/**
	 * Return the time on the pool's clock.
	 * @return nanoseconds since the pool was made, never negative
	 */
	long now();

	WorkerPoolOptions options();

	/**
	 * Return how long tasks may wait that choose nothing else.
	 * @return the limit in nanoseconds, or {@link Task#NEVER}
	 */
	long queueLimit();

	/**
	 * Return how long tasks may run that choose nothing else.
	 * @return the limit in nanoseconds, or {@link Task#NEVER}
	 */
	long runLimit();

	String name();

	/**
	 * Return what the rung of the workers can do.
	 * @return the capabilities
	 */
	RuntimeCapabilities capabilities();

	/**
	 * Return whether all tasks have an order, since some have shares of their own.
	 * @return whether calls without one are a share too
	 */
	boolean ordersAll();

	/**
	 * Return whether a worker would take a task at once.
	 * @return whether one idles or searches
	 */
	boolean hasFreeWorker();

	/**
	 * Return why the pool runs no calls.
	 * @return the exception for the caller
	 */
	PoolFailedException failure();

	/**
	 * Return what carries the context of callers to bodies.
	 * @return the carriers
	 */
	TaskContexts contexts();

	/**
	 * Take a task that no longer waits out of the queue, and let go of what its call
	 * holds.
	 * @param task the task
	 */
	void dequeue(Task task);

	/**
	 * Take back a task that a worker was handed but did not start.
	 * @param task the task
	 */
	void takeBack(Task task);

	/**
	 * See to it that deadlines are looked at.
	 * @param deadline the time on the pool's clock at which something is due
	 */
	void watch(long deadline);

	/**
	 * Note how a task ended, before its caller hears of it.
	 * @param task the task
	 * @param outcome the outcome
	 * @param queueNanos how long it waited for a worker
	 * @param runNanos how long its body ran, 0 if it never started
	 * @param failure why it has no result, or {@code null}
	 */
	void settled(Task task, TaskOutcome outcome, long queueNanos, long runNanos, @Nullable Throwable failure);

	/**
	 * Wait for a task for a moment without parking, if that is likely to pay.
	 * @param task the task
	 * @return whether it is done
	 */
	boolean spin(Task task);

	/**
	 * Complete the future of a task off the current thread.
	 * @param task the task
	 * @param completion completes its future
	 */
	void completeElsewhere(Task task, Runnable completion);

	/**
	 * Run code of a user's off the current thread, which it must not block.
	 * @param code the code; throws nothing
	 * @return whether a thread was found for it
	 */
	boolean runElsewhere(Runnable code);

	/**
	 * Note that a task's future waits for the consumer of its progress.
	 * @param task the task
	 */
	void held(Task task);

	/**
	 * Note that a task's future waits no more.
	 * @param task the task
	 */
	void released(Task task);

}

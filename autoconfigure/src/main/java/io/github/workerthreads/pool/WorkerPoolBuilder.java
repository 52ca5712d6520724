package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.WorkerRuntime;

/**
 * Builder of a {@link WorkerPool}. Immutable: every method returns a new builder. Bad
 * values are refused by the method that is given them, with an
 * {@link IllegalArgumentException} that names the option, the value and the limit.
 */
public final class WorkerPoolBuilder {

	/**
	 * The number of endings and failures that a pool remembers.
	 */
	public static final int HISTORY = 20;

	/**
	 * The most workers of one pool.
	 */
	public static final int MAX_SIZE = 1024;

	private static final Pattern VALID_NAME = Pattern.compile("[A-Za-z0-9._-]+");

	private final WorkerPoolOptions options;

	private final List<PoolListener> listeners;

	/**
	 * Create a builder with the defaults: isolation {@code thread}, as many workers as
	 * processors, a queue of 256, time limits of 30 seconds, a grace of 1 second, a drain
	 * period of 10 seconds, normal priority, daemon threads.
	 */
	public WorkerPoolBuilder() {
		this(new WorkerPoolOptions(Isolation.THREAD, Runtime.getRuntime().availableProcessors(), 256,
				Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(10),
				Thread.NORM_PRIORITY, true), List.of());
	}

	private WorkerPoolBuilder(WorkerPoolOptions options, List<PoolListener> listeners) {
		this.options = options;
		this.listeners = listeners;
	}

	/**
	 * Set the rung that the workers live on.
	 * @param isolation the isolation
	 * @return a new builder
	 */
	public WorkerPoolBuilder isolation(Isolation isolation) {
		return with((o) -> new WorkerPoolOptions(isolation, o.size(), o.queueCapacity(), o.timeout(), o.queueTimeout(),
				o.terminateGrace(), o.drainPeriod(), o.threadPriority(), o.daemon()));
	}

	/**
	 * Set the number of workers.
	 * @param size the number of workers, from 1 to {@value #MAX_SIZE}
	 * @return a new builder
	 */
	public WorkerPoolBuilder size(int size) {
		requireRange("size", size, 1, MAX_SIZE);
		return with((o) -> new WorkerPoolOptions(o.isolation(), size, o.queueCapacity(), o.timeout(), o.queueTimeout(),
				o.terminateGrace(), o.drainPeriod(), o.threadPriority(), o.daemon()));
	}

	/**
	 * Set how many calls may wait for a worker.
	 * @param queueCapacity the most calls that wait, 0 to accept only what an idle worker
	 * can take at once
	 * @return a new builder
	 */
	public WorkerPoolBuilder queueCapacity(int queueCapacity) {
		requireRange("queueCapacity", queueCapacity, 0, Integer.MAX_VALUE);
		return with((o) -> new WorkerPoolOptions(o.isolation(), o.size(), queueCapacity, o.timeout(), o.queueTimeout(),
				o.terminateGrace(), o.drainPeriod(), o.threadPriority(), o.daemon()));
	}

	/**
	 * Set the longest time that a body may run.
	 * @param timeout the limit, {@link Duration#ZERO} for none
	 * @return a new builder
	 */
	public WorkerPoolBuilder timeout(Duration timeout) {
		requirePositiveOrZero("timeout", timeout);
		return with((o) -> new WorkerPoolOptions(o.isolation(), o.size(), o.queueCapacity(), timeout, o.queueTimeout(),
				o.terminateGrace(), o.drainPeriod(), o.threadPriority(), o.daemon()));
	}

	/**
	 * Set the longest time that a call may wait for a worker.
	 * @param queueTimeout the limit, {@link Duration#ZERO} for none
	 * @return a new builder
	 */
	public WorkerPoolBuilder queueTimeout(Duration queueTimeout) {
		requirePositiveOrZero("queueTimeout", queueTimeout);
		return with((o) -> new WorkerPoolOptions(o.isolation(), o.size(), o.queueCapacity(), o.timeout(), queueTimeout,
				o.terminateGrace(), o.drainPeriod(), o.threadPriority(), o.daemon()));
	}

	/**
	 * Set how long an interrupted body has to end before its worker is terminated or
	 * given up on.
	 * @param terminateGrace the grace, {@link Duration#ZERO} for none
	 * @return a new builder
	 */
	public WorkerPoolBuilder terminateGrace(Duration terminateGrace) {
		requirePositiveOrZero("terminateGrace", terminateGrace);
		return with((o) -> new WorkerPoolOptions(o.isolation(), o.size(), o.queueCapacity(), o.timeout(),
				o.queueTimeout(), terminateGrace, o.drainPeriod(), o.threadPriority(), o.daemon()));
	}

	/**
	 * Set how long closing the pool waits for queued and running calls.
	 * @param drainPeriod the period, {@link Duration#ZERO} for none
	 * @return a new builder
	 */
	public WorkerPoolBuilder drainPeriod(Duration drainPeriod) {
		requirePositiveOrZero("drainPeriod", drainPeriod);
		return with((o) -> new WorkerPoolOptions(o.isolation(), o.size(), o.queueCapacity(), o.timeout(),
				o.queueTimeout(), o.terminateGrace(), drainPeriod, o.threadPriority(), o.daemon()));
	}

	/**
	 * Set the priority of worker threads.
	 * @param threadPriority the priority, from 1 to 10
	 * @return a new builder
	 */
	public WorkerPoolBuilder threadPriority(int threadPriority) {
		requireRange("threadPriority", threadPriority, Thread.MIN_PRIORITY, Thread.MAX_PRIORITY);
		return with((o) -> new WorkerPoolOptions(o.isolation(), o.size(), o.queueCapacity(), o.timeout(),
				o.queueTimeout(), o.terminateGrace(), o.drainPeriod(), threadPriority, o.daemon()));
	}

	/**
	 * Set whether worker threads let the JVM exit.
	 * @param daemon whether worker threads are daemon threads
	 * @return a new builder
	 */
	public WorkerPoolBuilder daemon(boolean daemon) {
		return with((o) -> new WorkerPoolOptions(o.isolation(), o.size(), o.queueCapacity(), o.timeout(),
				o.queueTimeout(), o.terminateGrace(), o.drainPeriod(), o.threadPriority(), daemon));
	}

	/**
	 * Add a listener.
	 * @param listener what hears of the pool
	 * @return a new builder
	 */
	public WorkerPoolBuilder listener(PoolListener listener) {
		List<PoolListener> all = new ArrayList<>(this.listeners);
		all.add(listener);
		return new WorkerPoolBuilder(this.options, List.copyOf(all));
	}

	/**
	 * Return what a pool would be built with.
	 * @return the options
	 */
	public WorkerPoolOptions options() {
		return this.options;
	}

	/**
	 * Build the pool and start its workers.
	 * @param name the name of the pool: letters, digits, dots, dashes and underscores
	 * @param runtime starts its workers
	 * @return the pool
	 * @throws IllegalArgumentException if the runtime is of another isolation than the
	 * options
	 */
	public WorkerPool build(String name, WorkerRuntime runtime) {
		if (!VALID_NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"'name' must consist of letters, digits, dots, dashes and underscores but was '%s'"
						.formatted(name));
		}
		if (runtime.isolation() != this.options.isolation()) {
			throw new IllegalArgumentException("Pool '%s' has isolation %s but its runtime starts workers of %s"
				.formatted(name, this.options.isolation(), runtime.isolation()));
		}
		DefaultWorkerPool pool = new DefaultWorkerPool(name, this.options, runtime, this.listeners, System::nanoTime);
		pool.start();
		return pool;
	}

	private WorkerPoolBuilder with(UnaryOperator<WorkerPoolOptions> change) {
		return new WorkerPoolBuilder(change.apply(this.options), this.listeners);
	}

	private static void requireRange(String name, int value, int least, int most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException((most != Integer.MAX_VALUE)
					? "'%s' must be from %d to %d but was %d".formatted(name, least, most, value)
					: "'%s' must be at least %d but was %d".formatted(name, least, value));
		}
	}

	private static void requirePositiveOrZero(String name, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException("'%s' must not be negative but was %s".formatted(name, value));
		}
	}

}

package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.WorkerRuntime;
import io.github.workerthreads.worker.WorkerInitializer;

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

	private static final Pattern JAVA_NAME = Pattern
		.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

	private static final long LEAST_HEAP = 8 << 20;

	private Isolation isolation = Isolation.THREAD;

	private int size = Runtime.getRuntime().availableProcessors();

	private @Nullable Integer minSize;

	private List<String> isolate = List.of();

	private List<String> sources = List.of();

	private long maxHeapBytes;

	private List<String> jvmOptions = List.of();

	private @Nullable String javaHome;

	private Duration idleTimeout = Duration.ofMinutes(1);

	private int warmSpares;

	private int maxTasksPerWorker;

	private Duration maxWorkerAge = Duration.ZERO;

	private RestartPolicy restart = RestartPolicy.defaults();

	private @Nullable Class<? extends WorkerInitializer> initializer;

	private Duration startTimeout = Duration.ofSeconds(30);

	private int queueCapacity = 256;

	private WhenFull whenFull = WhenFull.REJECT;

	private Duration maxWait = Duration.ofSeconds(1);

	private Duration timeout = Duration.ofSeconds(30);

	private Duration queueTimeout = Duration.ofSeconds(30);

	private Duration terminateGrace = Duration.ofSeconds(1);

	private Duration blockedAfter = Duration.ofSeconds(10);

	private Duration drainPeriod = Duration.ofSeconds(10);

	private int threadPriority = Thread.NORM_PRIORITY;

	private boolean daemon = true;

	private List<PoolListener> listeners = List.of();

	private List<TaskContextCarrier> contextCarriers = List.of();

	private boolean propagateContext = true;

	private BooleanSupplier mayBlock = () -> true;

	/**
	 * Create a builder with the defaults: isolation {@code thread}, as many workers as
	 * processors, all of which stay, a queue of 256 that rejects when it is full, time
	 * limits of 30 seconds, a grace of 1 second, a drain period of 10 seconds, a log of
	 * what runs longer than 10 seconds, normal priority, daemon threads.
	 */
	public WorkerPoolBuilder() {
	}

	private WorkerPoolBuilder(WorkerPoolBuilder other) {
		this.isolation = other.isolation;
		this.isolate = other.isolate;
		this.sources = other.sources;
		this.maxHeapBytes = other.maxHeapBytes;
		this.jvmOptions = other.jvmOptions;
		this.javaHome = other.javaHome;
		this.size = other.size;
		this.minSize = other.minSize;
		this.idleTimeout = other.idleTimeout;
		this.warmSpares = other.warmSpares;
		this.maxTasksPerWorker = other.maxTasksPerWorker;
		this.maxWorkerAge = other.maxWorkerAge;
		this.restart = other.restart;
		this.initializer = other.initializer;
		this.startTimeout = other.startTimeout;
		this.queueCapacity = other.queueCapacity;
		this.whenFull = other.whenFull;
		this.maxWait = other.maxWait;
		this.timeout = other.timeout;
		this.queueTimeout = other.queueTimeout;
		this.terminateGrace = other.terminateGrace;
		this.blockedAfter = other.blockedAfter;
		this.drainPeriod = other.drainPeriod;
		this.threadPriority = other.threadPriority;
		this.daemon = other.daemon;
		this.listeners = other.listeners;
		this.mayBlock = other.mayBlock;
		this.contextCarriers = other.contextCarriers;
		this.propagateContext = other.propagateContext;
	}

	/**
	 * Set the rung that the workers live on.
	 * @param isolation the isolation
	 * @return a new builder
	 */
	public WorkerPoolBuilder isolation(Isolation isolation) {
		return with((builder) -> builder.isolation = isolation);
	}

	/**
	 * Set the most workers.
	 * @param size the number of workers, from 1 to {@value #MAX_SIZE}
	 * @return a new builder
	 */
	public WorkerPoolBuilder size(int size) {
		requireRange("size", size, 1, MAX_SIZE);
		return with((builder) -> builder.size = size);
	}

	/**
	 * Set how many workers stay when there is nothing to do. Others are started when a
	 * call finds no idle worker, and end after the idle timeout. All of them stay unless
	 * this is set.
	 * @param minSize the number of workers, from 0 to the size
	 * @return a new builder
	 */
	public WorkerPoolBuilder minSize(int minSize) {
		requireRange("minSize", minSize, 0, MAX_SIZE);
		return with((builder) -> builder.minSize = minSize);
	}

	/**
	 * Set how long a worker beyond the least number idles before it ends.
	 * @param idleTimeout the time, {@link Duration#ZERO} for ever
	 * @return a new builder
	 */
	public WorkerPoolBuilder idleTimeout(Duration idleTimeout) {
		requirePositiveOrZero("idleTimeout", idleTimeout);
		return with((builder) -> builder.idleTimeout = idleTimeout);
	}

	/**
	 * Set how many workers are kept ready beside the others, to take the place of one
	 * that ends, or that is told to end where the isolation stops code that runs away.
	 * @param warmSpares the number of workers, from 0 to {@value #MAX_SIZE}
	 * @return a new builder
	 */
	public WorkerPoolBuilder warmSpares(int warmSpares) {
		requireRange("warmSpares", warmSpares, 0, MAX_SIZE);
		return with((builder) -> builder.warmSpares = warmSpares);
	}

	/**
	 * Set after how many tasks a worker is replaced.
	 * @param maxTasksPerWorker the number of tasks, 0 for no limit
	 * @return a new builder
	 */
	public WorkerPoolBuilder maxTasksPerWorker(int maxTasksPerWorker) {
		requireRange("maxTasksPerWorker", maxTasksPerWorker, 0, Integer.MAX_VALUE);
		return with((builder) -> builder.maxTasksPerWorker = maxTasksPerWorker);
	}

	/**
	 * Set at what age a worker is replaced, once it idles.
	 * @param maxWorkerAge the age, {@link Duration#ZERO} for no limit
	 * @return a new builder
	 */
	public WorkerPoolBuilder maxWorkerAge(Duration maxWorkerAge) {
		requirePositiveOrZero("maxWorkerAge", maxWorkerAge);
		return with((builder) -> builder.maxWorkerAge = maxWorkerAge);
	}

	/**
	 * Set how workers that die are replaced.
	 * @param restart the policy
	 * @return a new builder
	 */
	public WorkerPoolBuilder restart(RestartPolicy restart) {
		return with((builder) -> builder.restart = restart);
	}

	/**
	 * Set what each worker has of its own, beside the classes of the application, on
	 * isolations that give workers classes of their own.
	 * @param isolate names of packages, whose subpackages belong to them, and of classes,
	 * whose nested classes belong to them
	 * @return a new builder
	 */
	public WorkerPoolBuilder isolate(Collection<String> isolate) {
		requireNames("isolate", isolate);
		return with((builder) -> builder.isolate = List.copyOf(isolate));
	}

	/**
	 * Set whose beans each worker has of its own, beside those that calls name, on
	 * isolations that give workers beans of their own.
	 * @param sources names of packages, whose subpackages belong to them, and of classes
	 * @return a new builder
	 */
	public WorkerPoolBuilder sources(Collection<String> sources) {
		requireNames("sources", sources);
		return with((builder) -> builder.sources = List.copyOf(sources));
	}

	/**
	 * Set how large the heap of each worker may become, on isolations that give workers a
	 * process of their own. A worker whose heap is full dies alone.
	 * @param bytes the size in bytes, at least 8 MiB, or 0 for the JVM's default
	 * @return a new builder
	 */
	public WorkerPoolBuilder maxHeap(long bytes) {
		if (bytes != 0 && bytes < LEAST_HEAP) {
			throw new IllegalArgumentException(
					"'maxHeap' must be 0 or at least %d bytes but was %d".formatted(LEAST_HEAP, bytes));
		}
		return with((builder) -> builder.maxHeapBytes = bytes);
	}

	/**
	 * Set options of the JVM of each worker, on isolations that give workers a process of
	 * their own.
	 * @param options the options, each as one argument of the {@code java} command
	 * @return a new builder
	 */
	public WorkerPoolBuilder jvmOptions(Collection<String> options) {
		for (String option : options) {
			if (!option.startsWith("-") || option.chars().anyMatch(Character::isISOControl)) {
				throw new IllegalArgumentException(
						"'jvmOptions' must consist of options that start with a dash but has '%s'".formatted(option));
			}
		}
		return with((builder) -> builder.jvmOptions = List.copyOf(options));
	}

	/**
	 * Set which JDK or JRE runs the process of each worker, on isolations that give
	 * workers one.
	 * @param directory its directory, which has {@code bin/java}, or {@code null} for
	 * that of this process
	 * @return a new builder
	 */
	public WorkerPoolBuilder javaHome(@Nullable String directory) {
		return with((builder) -> builder.javaHome = directory);
	}

	private static void requireNames(String option, Collection<String> names) {
		for (String name : names) {
			if (!JAVA_NAME.matcher(name).matches()) {
				throw new IllegalArgumentException(
						"'%s' must consist of names of packages and classes but has '%s'".formatted(option, name));
			}
		}
	}

	/**
	 * Set what each worker runs before its first task.
	 * @param initializer a class with a no-argument constructor, or {@code null} for
	 * nothing
	 * @return a new builder
	 */
	public WorkerPoolBuilder initializer(@Nullable Class<? extends WorkerInitializer> initializer) {
		return with((builder) -> builder.initializer = initializer);
	}

	/**
	 * Set how long a worker may take until it is ready, its initializer included. One
	 * that takes longer has failed to start.
	 * @param startTimeout the limit, longer than 0
	 * @return a new builder
	 */
	public WorkerPoolBuilder startTimeout(Duration startTimeout) {
		requirePositive("startTimeout", startTimeout);
		return with((builder) -> builder.startTimeout = startTimeout);
	}

	/**
	 * Set how many calls may wait for a worker.
	 * @param queueCapacity the most calls that wait, 0 to accept only what an idle worker
	 * can take at once
	 * @return a new builder
	 */
	public WorkerPoolBuilder queueCapacity(int queueCapacity) {
		requireRange("queueCapacity", queueCapacity, 0, Integer.MAX_VALUE);
		return with((builder) -> builder.queueCapacity = queueCapacity);
	}

	/**
	 * Set what becomes of a call that finds the queue full.
	 * @param whenFull what becomes of it
	 * @return a new builder
	 */
	public WorkerPoolBuilder whenFull(WhenFull whenFull) {
		return with((builder) -> builder.whenFull = whenFull);
	}

	/**
	 * Set how long a caller waits for room in the queue with {@link WhenFull#BLOCK}.
	 * @param maxWait the longest wait
	 * @return a new builder
	 */
	public WorkerPoolBuilder maxWait(Duration maxWait) {
		requirePositiveOrZero("maxWait", maxWait);
		return with((builder) -> builder.maxWait = maxWait);
	}

	/**
	 * Set the longest time that a body may run.
	 * @param timeout the limit, {@link Duration#ZERO} for none
	 * @return a new builder
	 */
	public WorkerPoolBuilder timeout(Duration timeout) {
		requirePositiveOrZero("timeout", timeout);
		return with((builder) -> builder.timeout = timeout);
	}

	/**
	 * Set the longest time that a call may wait for a worker.
	 * @param queueTimeout the limit, {@link Duration#ZERO} for none
	 * @return a new builder
	 */
	public WorkerPoolBuilder queueTimeout(Duration queueTimeout) {
		requirePositiveOrZero("queueTimeout", queueTimeout);
		return with((builder) -> builder.queueTimeout = queueTimeout);
	}

	/**
	 * Set how long an interrupted body has to end before its worker is terminated or
	 * given up on.
	 * @param terminateGrace the grace, {@link Duration#ZERO} for none
	 * @return a new builder
	 */
	public WorkerPoolBuilder terminateGrace(Duration terminateGrace) {
		requirePositiveOrZero("terminateGrace", terminateGrace);
		return with((builder) -> builder.terminateGrace = terminateGrace);
	}

	/**
	 * Set after which time a body that still runs is logged with its stack.
	 * @param blockedAfter the time, {@link Duration#ZERO} for never
	 * @return a new builder
	 */
	public WorkerPoolBuilder blockedAfter(Duration blockedAfter) {
		requirePositiveOrZero("blockedAfter", blockedAfter);
		return with((builder) -> builder.blockedAfter = blockedAfter);
	}

	/**
	 * Set how long closing the pool waits for queued and running calls.
	 * @param drainPeriod the period, {@link Duration#ZERO} for none
	 * @return a new builder
	 */
	public WorkerPoolBuilder drainPeriod(Duration drainPeriod) {
		requirePositiveOrZero("drainPeriod", drainPeriod);
		return with((builder) -> builder.drainPeriod = drainPeriod);
	}

	/**
	 * Set the priority of worker threads.
	 * @param threadPriority the priority, from 1 to 10
	 * @return a new builder
	 */
	public WorkerPoolBuilder threadPriority(int threadPriority) {
		requireRange("threadPriority", threadPriority, Thread.MIN_PRIORITY, Thread.MAX_PRIORITY);
		return with((builder) -> builder.threadPriority = threadPriority);
	}

	/**
	 * Set whether worker threads let the JVM exit.
	 * @param daemon whether worker threads are daemon threads
	 * @return a new builder
	 */
	public WorkerPoolBuilder daemon(boolean daemon) {
		return with((builder) -> builder.daemon = daemon);
	}

	/**
	 * Add a listener.
	 * @param listener what hears of the pool
	 * @return a new builder
	 */
	public WorkerPoolBuilder listener(PoolListener listener) {
		List<PoolListener> all = new ArrayList<>(this.listeners);
		all.add(listener);
		return with((builder) -> builder.listeners = List.copyOf(all));
	}

	/**
	 * Set whether what belongs to the caller's thread, such as MDC, is carried to bodies
	 * by the {@linkplain #contextCarrier carriers}.
	 * @param propagateContext whether to carry it
	 * @return a new builder
	 */
	public WorkerPoolBuilder propagateContext(boolean propagateContext) {
		return with((builder) -> builder.propagateContext = propagateContext);
	}

	/**
	 * Add what carries a part of the caller's context to bodies. Contexts are opened in
	 * the order in which their carriers were added.
	 * @param carrier the carrier
	 * @return a new builder
	 */
	public WorkerPoolBuilder contextCarrier(TaskContextCarrier carrier) {
		List<TaskContextCarrier> all = new ArrayList<>(this.contextCarriers);
		all.add(carrier);
		return with((builder) -> builder.contextCarriers = List.copyOf(all));
	}

	/**
	 * Set what tells whether the thread that makes a call may wait. One that may not,
	 * such as an event loop, neither waits for room in the queue nor runs its call
	 * itself, whatever {@link #whenFull} says.
	 * @param mayBlock is asked on the thread that makes a call, when the queue is full
	 * @return a new builder
	 */
	public WorkerPoolBuilder mayBlock(BooleanSupplier mayBlock) {
		return with((builder) -> builder.mayBlock = mayBlock);
	}

	/**
	 * Return what a pool would be built with.
	 * @return the options
	 */
	public WorkerPoolOptions options() {
		return new WorkerPoolOptions(this.isolation, this.isolate, this.sources, this.maxHeapBytes, this.jvmOptions,
				this.javaHome, this.size, least(), this.idleTimeout, this.warmSpares, this.maxTasksPerWorker,
				this.maxWorkerAge, this.restart, this.initializer, this.startTimeout, this.queueCapacity, this.whenFull,
				this.maxWait, this.timeout, this.queueTimeout, this.terminateGrace, this.blockedAfter,
				this.propagateContext, this.drainPeriod, this.threadPriority, this.daemon);
	}

	private int least() {
		return (this.minSize != null) ? this.minSize : this.size;
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
		WorkerPoolOptions options = options();
		if (options.minSize() > options.size()) {
			throw new IllegalArgumentException("'minSize' must be at most 'size', which is %d, but was %d"
				.formatted(options.size(), options.minSize()));
		}
		if (options.whenFull() == WhenFull.CALLER_RUNS && !runtime.capabilities().sharesHeap()) {
			throw new IllegalArgumentException(
					"'whenFull' must be reject or block with isolation '%s', which runs calls on workers only, but was '%s'"
						.formatted(options.isolation(), options.whenFull()));
		}
		if (runtime.isolation() != options.isolation()) {
			throw new IllegalArgumentException("Pool '%s' has isolation %s but its runtime starts workers of %s"
				.formatted(name, options.isolation(), runtime.isolation()));
		}
		DefaultWorkerPool pool = new DefaultWorkerPool(name, options, runtime, this.listeners, this.mayBlock,
				(this.propagateContext) ? this.contextCarriers : List.of(), System::nanoTime);
		pool.run();
		return pool;
	}

	private WorkerPoolBuilder with(Consumer<WorkerPoolBuilder> change) {
		WorkerPoolBuilder changed = new WorkerPoolBuilder(this);
		change.accept(changed);
		return changed;
	}

	static void requireRange(String name, int value, int least, int most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException((most != Integer.MAX_VALUE)
					? "'%s' must be from %d to %d but was %d".formatted(name, least, most, value)
					: "'%s' must be at least %d but was %d".formatted(name, least, value));
		}
	}

	static void requirePositive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("'%s' must be longer than 0 but was %s".formatted(name, value));
		}
	}

	static void requirePositiveOrZero(String name, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException("'%s' must not be negative but was %s".formatted(name, value));
		}
	}

}

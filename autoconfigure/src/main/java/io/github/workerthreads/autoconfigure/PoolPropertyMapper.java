package io.github.workerthreads.autoconfigure;

import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.github.workerthreads.autoconfigure.WorkerThreadsProperties.Pool;
import io.github.workerthreads.autoconfigure.WorkerThreadsProperties.Restart;
import io.github.workerthreads.pool.WorkerPoolBuilder;
import io.github.workerthreads.worker.WorkerInitializer;

/**
 * Maps the properties below one prefix to a {@link WorkerPoolBuilder}. What the builder
 * refuses becomes an {@link InvalidPoolPropertyException} that names the property, so
 * that limits are stated in one place.
 */
final class PoolPropertyMapper {

	private static final String SIZE = "a whole number from 1 to " + WorkerPoolBuilder.MAX_SIZE;

	private static final String MIN_SIZE = "a whole number from 0 to the pool's size";

	private static final String SPARES = "a whole number from 0 to " + WorkerPoolBuilder.MAX_SIZE;

	private static final String TASKS = "a whole number of tasks, or 0 for no limit";

	private static final String DEATHS = "a whole number of deaths, 0 or more";

	private static final String WINDOW = "a duration longer than 0, such as 1m";

	private static final String CAPACITY = "the most calls that may wait, 0 or more";

	private static final String LIMIT = "a duration such as 30s, or 0 for no limit";

	private static final String NAMES = "names of packages and classes, such as com.acme.images";

	private static final String HEAP = "a size from 8MB, such as 256MB, or 0 for the default of the JVM";

	private static final String JVM_OPTIONS = "options of the java command, each of which starts with a dash, such as -XX:+UseSerialGC";

	private static final String JAVA_HOME = "a directory that has bin/java";

	private static final String INITIALIZER = "the name of a class that implements "
			+ WorkerInitializer.class.getName();

	private static final String START_TIMEOUT = "a duration longer than 0, such as 30s";

	private static final String PERIOD = "a duration such as 5s, or 0 for none";

	private static final String PRIORITY = "a whole number from 1 to 10";

	private final String prefix;

	private PoolPropertyMapper(String prefix) {
		this.prefix = prefix;
	}

	static PoolPropertyMapper forDefaults() {
		return new PoolPropertyMapper("worker-threads.defaults");
	}

	static PoolPropertyMapper forPool(String name) {
		return new PoolPropertyMapper(prefixOf(name));
	}

	/**
	 * Return the name that the properties of a pool start with.
	 * @param pool the name of the pool
	 * @return the prefix
	 */
	static String prefixOf(String pool) {
		return (pool.matches("[A-Za-z0-9_-]+")) ? "worker-threads.pools." + pool : "worker-threads.pools[" + pool + "]";
	}

	/**
	 * Map the properties of a pool.
	 * @param pool the properties, or {@code null} if none is set
	 * @param builder has what they leave out
	 * @return a builder with both
	 */
	WorkerPoolBuilder map(@Nullable Pool pool, WorkerPoolBuilder builder) {
		return (pool != null) ? mapAll(pool, builder) : builder;
	}

	private WorkerPoolBuilder mapAll(Pool pool, WorkerPoolBuilder builder) {
		WorkerPoolBuilder mapped = builder;
		mapped = map("isolation", pool.getIsolation(), mapped, WorkerPoolBuilder::isolation, "an isolation");
		mapped = map("isolate", pool.getIsolate(), mapped, WorkerPoolBuilder::isolate, NAMES);
		mapped = map("sources", pool.getSources(), mapped, WorkerPoolBuilder::sources, NAMES);
		mapped = map("max-heap", pool.getMaxHeap(), mapped, (b, size) -> b.maxHeap(size.toBytes()), HEAP);
		mapped = map("jvm-options", pool.getJvmOptions(), mapped, WorkerPoolBuilder::jvmOptions, JVM_OPTIONS);
		mapped = map("java-home", pool.getJavaHome(), mapped, WorkerPoolBuilder::javaHome, JAVA_HOME);
		mapped = map("size", pool.getSize(), mapped, WorkerPoolBuilder::size, SIZE);
		mapped = map("min-size", pool.getMinSize(), mapped, WorkerPoolBuilder::minSize, MIN_SIZE);
		mapped = map("idle-timeout", pool.getIdleTimeout(), mapped, WorkerPoolBuilder::idleTimeout, LIMIT);
		mapped = map("warm-spares", pool.getWarmSpares(), mapped, WorkerPoolBuilder::warmSpares, SPARES);
		mapped = map("max-tasks-per-worker", pool.getMaxTasksPerWorker(), mapped, WorkerPoolBuilder::maxTasksPerWorker,
				TASKS);
		mapped = map("max-worker-age", pool.getMaxWorkerAge(), mapped, WorkerPoolBuilder::maxWorkerAge, LIMIT);
		mapped = map("initializer", pool.getInitializer(), mapped, (b, name) -> b.initializer(initializerClass(name)),
				INITIALIZER);
		mapped = map("start-timeout", pool.getStartTimeout(), mapped, WorkerPoolBuilder::startTimeout, START_TIMEOUT);
		mapped = map("queue-capacity", pool.getQueueCapacity(), mapped, WorkerPoolBuilder::queueCapacity, CAPACITY);
		mapped = map("when-full", pool.getWhenFull(), mapped, WorkerPoolBuilder::whenFull,
				"reject, block or caller-runs");
		mapped = map("max-wait", pool.getMaxWait(), mapped, WorkerPoolBuilder::maxWait, PERIOD);
		mapped = map("timeout", pool.getTimeout(), mapped, WorkerPoolBuilder::timeout, LIMIT);
		mapped = map("queue-timeout", pool.getQueueTimeout(), mapped, WorkerPoolBuilder::queueTimeout, LIMIT);
		mapped = map("terminate-grace", pool.getTerminateGrace(), mapped, WorkerPoolBuilder::terminateGrace, PERIOD);
		mapped = map("blocked-after", pool.getBlockedAfter(), mapped, WorkerPoolBuilder::blockedAfter, LIMIT);
		mapped = map("propagate-context", pool.getPropagateContext(), mapped, WorkerPoolBuilder::propagateContext,
				"true or false");
		mapped = map("shutdown.drain-period", pool.getShutdown().getDrainPeriod(), mapped,
				WorkerPoolBuilder::drainPeriod, PERIOD);
		mapped = map("thread-priority", pool.getThreadPriority(), mapped, WorkerPoolBuilder::threadPriority, PRIORITY);
		mapped = map(pool.getRestart(), mapped);
		return map("daemon", pool.getDaemon(), mapped, WorkerPoolBuilder::daemon, "true or false");
	}

	private WorkerPoolBuilder map(Restart restart, WorkerPoolBuilder builder) {
		WorkerPoolBuilder mapped = builder;
		mapped = map("restart.intensity", restart.getIntensity(), mapped,
				(b, intensity) -> b.restart(b.options().restart().withIntensity(intensity)), DEATHS);
		mapped = map("restart.window", restart.getWindow(), mapped,
				(b, window) -> b.restart(b.options().restart().withWindow(window)), WINDOW);
		mapped = map("restart.backoff", restart.getBackoff(), mapped,
				(b, backoff) -> b.restart(b.options().restart().withBackoff(backoff)), PERIOD);
		return map("restart.max-backoff", restart.getMaxBackoff(), mapped,
				(b, maxBackoff) -> b.restart(b.options().restart().withMaxBackoff(maxBackoff)), PERIOD);
	}

	private static Class<? extends WorkerInitializer> initializerClass(String name) {
		Class<?> type = ClassUtils.resolveClassName(name, null);
		if (!WorkerInitializer.class.isAssignableFrom(type)) {
			throw new IllegalArgumentException("class %s is no %s".formatted(name, WorkerInitializer.class.getName()));
		}
		return type.asSubclass(WorkerInitializer.class);
	}

	private <T> WorkerPoolBuilder map(String name, @Nullable T value, WorkerPoolBuilder builder,
			BiFunction<WorkerPoolBuilder, T, WorkerPoolBuilder> method, String allowed) {
		if (value == null) {
			return builder;
		}
		try {
			return method.apply(builder, value);
		}
		catch (IllegalArgumentException ex) {
			String property = this.prefix + "." + name;
			throw new InvalidPoolPropertyException(property, value, String.valueOf(ex.getMessage()),
					"Set '%s' to %s, or remove it to have the default.".formatted(property, allowed));
		}
	}

}

package io.github.workerthreads.autoconfigure;

import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.autoconfigure.WorkerThreadsProperties.Pool;
import io.github.workerthreads.pool.WorkerPoolBuilder;

/**
 * Maps the properties below one prefix to a {@link WorkerPoolBuilder}. What the builder
 * refuses becomes an {@link InvalidPoolPropertyException} that names the property, so
 * that limits are stated in one place.
 */
final class PoolPropertyMapper {

	private static final String SIZE = "a whole number from 1 to " + WorkerPoolBuilder.MAX_SIZE;

	private static final String CAPACITY = "the most calls that may wait, 0 or more";

	private static final String LIMIT = "a duration such as 30s, or 0 for no limit";

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

	WorkerPoolBuilder map(Pool pool, WorkerPoolBuilder builder) {
		WorkerPoolBuilder mapped = builder;
		mapped = map("isolation", pool.getIsolation(), mapped, WorkerPoolBuilder::isolation, "an isolation");
		mapped = map("size", pool.getSize(), mapped, WorkerPoolBuilder::size, SIZE);
		mapped = map("queue-capacity", pool.getQueueCapacity(), mapped, WorkerPoolBuilder::queueCapacity, CAPACITY);
		mapped = map("timeout", pool.getTimeout(), mapped, WorkerPoolBuilder::timeout, LIMIT);
		mapped = map("queue-timeout", pool.getQueueTimeout(), mapped, WorkerPoolBuilder::queueTimeout, LIMIT);
		mapped = map("terminate-grace", pool.getTerminateGrace(), mapped, WorkerPoolBuilder::terminateGrace, PERIOD);
		mapped = map("shutdown.drain-period", pool.getShutdown().getDrainPeriod(), mapped,
				WorkerPoolBuilder::drainPeriod, PERIOD);
		mapped = map("thread-priority", pool.getThreadPriority(), mapped, WorkerPoolBuilder::threadPriority, PRIORITY);
		return map("daemon", pool.getDaemon(), mapped, WorkerPoolBuilder::daemon, "true or false");
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

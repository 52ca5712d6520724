package io.github.workerthreads.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import io.github.workerthreads.offload.SelfInvocationPolicy;
import io.github.workerthreads.runtime.Isolation;

/**
 * Configuration properties for worker threads. What a pool leaves out comes from
 * {@code worker-threads.defaults}, and what is absent there from
 * {@link io.github.workerthreads.pool.WorkerPoolBuilder}.
 */
@ConfigurationProperties("worker-threads")
public class WorkerThreadsProperties {

	/**
	 * Whether to enable worker threads.
	 */
	private boolean enabled = true;

	/**
	 * What to do about a method that calls an offloaded method of its own object, which
	 * therefore runs on the caller's thread.
	 */
	private SelfInvocationPolicy selfInvocation = SelfInvocationPolicy.WARN;

	/**
	 * Options of pools that do not set their own.
	 */
	private final Pool defaults = new Pool();

	/**
	 * Pools by name. Pool 'default' always exists.
	 */
	private final Map<String, Pool> pools = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public SelfInvocationPolicy getSelfInvocation() {
		return this.selfInvocation;
	}

	public void setSelfInvocation(SelfInvocationPolicy selfInvocation) {
		this.selfInvocation = selfInvocation;
	}

	public Pool getDefaults() {
		return this.defaults;
	}

	public Map<String, Pool> getPools() {
		return this.pools;
	}

	/**
	 * Options of a pool; those absent are {@code null}.
	 */
	public static class Pool {

		/**
		 * How far apart from their caller workers live.
		 */
		private @Nullable Isolation isolation;

		/**
		 * Number of workers; the number of processors unless set.
		 */
		private @Nullable Integer size;

		/**
		 * Maximum number of calls that wait for a worker; 0 accepts only what an idle
		 * worker can take at once.
		 */
		private @Nullable Integer queueCapacity;

		/**
		 * Maximum time a call may run; 0 for no limit.
		 */
		private @Nullable Duration timeout;

		/**
		 * Maximum time a call may wait for a worker; 0 for no limit.
		 */
		private @Nullable Duration queueTimeout;

		/**
		 * Time an interrupted call has to end before its worker is terminated or given up
		 * on.
		 */
		private @Nullable Duration terminateGrace;

		/**
		 * Priority of worker threads, from 1 to 10.
		 */
		private @Nullable Integer threadPriority;

		/**
		 * Whether worker threads let the JVM exit.
		 */
		private @Nullable Boolean daemon;

		private final Shutdown shutdown = new Shutdown();

		public @Nullable Isolation getIsolation() {
			return this.isolation;
		}

		public void setIsolation(@Nullable Isolation isolation) {
			this.isolation = isolation;
		}

		public @Nullable Integer getSize() {
			return this.size;
		}

		public void setSize(@Nullable Integer size) {
			this.size = size;
		}

		public @Nullable Integer getQueueCapacity() {
			return this.queueCapacity;
		}

		public void setQueueCapacity(@Nullable Integer queueCapacity) {
			this.queueCapacity = queueCapacity;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

		public @Nullable Duration getQueueTimeout() {
			return this.queueTimeout;
		}

		public void setQueueTimeout(@Nullable Duration queueTimeout) {
			this.queueTimeout = queueTimeout;
		}

		public @Nullable Duration getTerminateGrace() {
			return this.terminateGrace;
		}

		public void setTerminateGrace(@Nullable Duration terminateGrace) {
			this.terminateGrace = terminateGrace;
		}

		public @Nullable Integer getThreadPriority() {
			return this.threadPriority;
		}

		public void setThreadPriority(@Nullable Integer threadPriority) {
			this.threadPriority = threadPriority;
		}

		public @Nullable Boolean getDaemon() {
			return this.daemon;
		}

		public void setDaemon(@Nullable Boolean daemon) {
			this.daemon = daemon;
		}

		public Shutdown getShutdown() {
			return this.shutdown;
		}

	}

	/**
	 * How a pool shuts down.
	 */
	public static class Shutdown {

		/**
		 * Time to wait for queued and running calls before stopping them. Other beans
		 * stop after it.
		 */
		private @Nullable Duration drainPeriod;

		public @Nullable Duration getDrainPeriod() {
			return this.drainPeriod;
		}

		public void setDrainPeriod(@Nullable Duration drainPeriod) {
			this.drainPeriod = drainPeriod;
		}

	}

}

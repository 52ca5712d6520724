package io.github.workerthreads.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import io.github.workerthreads.message.AllowedTypes;
import io.github.workerthreads.offload.SelfInvocationPolicy;
import io.github.workerthreads.pool.WhenFull;
import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.runtime.ProcessTransport;

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
	 * Classes, and packages followed by '.*', of which messages to and from other
	 * processes may hold instances, beside those that the signatures of methods lead to.
	 */
	private List<String> allowedTypes = new ArrayList<>();

	/**
	 * Options of all workers of isolation process.
	 */
	private final Processes process = new Processes();

	/**
	 * Options of pools that do not set their own.
	 */
	private @Nullable Pool defaults;

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

	public List<String> getAllowedTypes() {
		return this.allowedTypes;
	}

	/**
	 * Set what messages to and from other processes may hold instances of.
	 * @param allowedTypes names of classes, and of packages followed by {@code .*}
	 * @throws IllegalArgumentException if one is neither
	 */
	public void setAllowedTypes(List<String> allowedTypes) {
		// Only to refuse what is wrong: whether a pool needs them or not
		AllowedTypes.ofJdk().withPatterns(allowedTypes);
		this.allowedTypes = allowedTypes;
	}

	public Processes getProcess() {
		return this.process;
	}

	public @Nullable Pool getDefaults() {
		return this.defaults;
	}

	public void setDefaults(@Nullable Pool defaults) {
		this.defaults = defaults;
	}

	public Map<String, Pool> getPools() {
		return this.pools;
	}

	/**
	 * Options of all workers that are processes.
	 */
	public static class Processes {

		/**
		 * Time without a sign of life after which the process of a worker is killed.
		 */
		private Duration heartbeat = Duration.ofSeconds(30);

		/**
		 * Most memory that the heaps of all workers of isolation process may have
		 * together. Each of their pools needs a max-heap then. A process that makes an
		 * archive of classes comes on top, for some seconds.
		 */
		private @Nullable DataSize maxTotalHeap;

		/**
		 * Whether an archive of the classes of workers is made in the background and kept
		 * for later ones, which start faster with it.
		 */
		private boolean classArchive = true;

		/**
		 * How messages reach workers.
		 */
		private ProcessTransport transport = ProcessTransport.SHARED_MEMORY;

		/**
		 * Whether workers and the application look for messages for some tens of
		 * microseconds before they sleep, where that pays. With more than two processors
		 * by default.
		 */
		private @Nullable Boolean spin;

		/**
		 * Keys of the MDC that go with a call.
		 */
		private List<String> contextKeys = new ArrayList<>(List.of("traceId", "spanId"));

		public Duration getHeartbeat() {
			return this.heartbeat;
		}

		public void setHeartbeat(Duration heartbeat) {
			this.heartbeat = heartbeat;
		}

		public @Nullable DataSize getMaxTotalHeap() {
			return this.maxTotalHeap;
		}

		public void setMaxTotalHeap(@Nullable DataSize maxTotalHeap) {
			this.maxTotalHeap = maxTotalHeap;
		}

		public boolean isClassArchive() {
			return this.classArchive;
		}

		public void setClassArchive(boolean classArchive) {
			this.classArchive = classArchive;
		}

		public ProcessTransport getTransport() {
			return this.transport;
		}

		public void setTransport(ProcessTransport transport) {
			this.transport = transport;
		}

		public @Nullable Boolean getSpin() {
			return this.spin;
		}

		public void setSpin(@Nullable Boolean spin) {
			this.spin = spin;
		}

		public List<String> getContextKeys() {
			return this.contextKeys;
		}

		public void setContextKeys(List<String> contextKeys) {
			this.contextKeys = contextKeys;
		}

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
		 * Packages and classes that each worker has of its own, beside those of the
		 * application; for isolation class-loader.
		 */
		private @Nullable List<String> isolate;

		/**
		 * Packages and classes whose beans each worker has of its own, beside those with
		 * methods that are offloaded to it; for isolations that share no beans.
		 */
		private @Nullable List<String> sources;

		/**
		 * Maximum size of the heap of each worker; for isolation process.
		 */
		private @Nullable DataSize maxHeap;

		/**
		 * Options of the JVM of each worker; for isolation process.
		 */
		private @Nullable List<String> jvmOptions;

		/**
		 * Directory of the JDK or JRE that runs each worker, that of the application
		 * unless set; for isolation process.
		 */
		private @Nullable String javaHome;

		/**
		 * Maximum number of workers; the number of processors unless set.
		 */
		private @Nullable Integer size;

		/**
		 * Number of workers that stay when there is nothing to do; all of them unless
		 * set.
		 */
		private @Nullable Integer minSize;

		/**
		 * Time that a worker beyond the least number idles before it ends; 0 to keep it.
		 */
		private @Nullable Duration idleTimeout;

		/**
		 * Number of workers that are kept ready beside the others, to take the place of
		 * one that ends, or is told to where the isolation stops code that runs away.
		 */
		private @Nullable Integer warmSpares;

		/**
		 * Number of tasks after which a worker is replaced; 0 for no limit.
		 */
		private @Nullable Integer maxTasksPerWorker;

		/**
		 * Age at which a worker is replaced; 0 for no limit.
		 */
		private @Nullable Duration maxWorkerAge;

		/**
		 * Maximum number of calls that wait for a worker; 0 accepts only what an idle
		 * worker can take at once.
		 */
		private @Nullable Integer queueCapacity;

		/**
		 * What becomes of a call that finds the queue full.
		 */
		private @Nullable WhenFull whenFull;

		/**
		 * Maximum time that a caller waits for room in the queue with when-full=block.
		 */
		private @Nullable Duration maxWait;

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
		 * Time after which a call that still runs is logged with its stack, and then once
		 * more each time as long; 0 for never.
		 */
		private @Nullable Duration blockedAfter;

		/**
		 * Whether to carry what belongs to the caller's thread, such as MDC, to the call;
		 * as spring.task.execution.propagate-context says unless set, and to do so if
		 * that is not set.
		 */
		private @Nullable Boolean propagateContext;

		/**
		 * Priority of worker threads, from 1 to 10.
		 */
		private @Nullable Integer threadPriority;

		/**
		 * Class that each worker instantiates and runs before its first call, a
		 * WorkerInitializer.
		 */
		private @Nullable String initializer;

		/**
		 * Time a worker may take until it is ready, its initializer included.
		 */
		private @Nullable Duration startTimeout;

		/**
		 * Whether worker threads let the JVM exit.
		 */
		private @Nullable Boolean daemon;

		private final Restart restart = new Restart();

		private final Shutdown shutdown = new Shutdown();

		public @Nullable Isolation getIsolation() {
			return this.isolation;
		}

		public void setIsolation(@Nullable Isolation isolation) {
			this.isolation = isolation;
		}

		public @Nullable List<String> getIsolate() {
			return this.isolate;
		}

		public void setIsolate(@Nullable List<String> isolate) {
			this.isolate = isolate;
		}

		public @Nullable List<String> getSources() {
			return this.sources;
		}

		public void setSources(@Nullable List<String> sources) {
			this.sources = sources;
		}

		public @Nullable DataSize getMaxHeap() {
			return this.maxHeap;
		}

		public void setMaxHeap(@Nullable DataSize maxHeap) {
			this.maxHeap = maxHeap;
		}

		public @Nullable List<String> getJvmOptions() {
			return this.jvmOptions;
		}

		public void setJvmOptions(@Nullable List<String> jvmOptions) {
			this.jvmOptions = jvmOptions;
		}

		public @Nullable String getJavaHome() {
			return this.javaHome;
		}

		public void setJavaHome(@Nullable String javaHome) {
			this.javaHome = javaHome;
		}

		public @Nullable Integer getSize() {
			return this.size;
		}

		public void setSize(@Nullable Integer size) {
			this.size = size;
		}

		public @Nullable Integer getMinSize() {
			return this.minSize;
		}

		public void setMinSize(@Nullable Integer minSize) {
			this.minSize = minSize;
		}

		public @Nullable Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(@Nullable Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public @Nullable Integer getWarmSpares() {
			return this.warmSpares;
		}

		public void setWarmSpares(@Nullable Integer warmSpares) {
			this.warmSpares = warmSpares;
		}

		public @Nullable Integer getMaxTasksPerWorker() {
			return this.maxTasksPerWorker;
		}

		public void setMaxTasksPerWorker(@Nullable Integer maxTasksPerWorker) {
			this.maxTasksPerWorker = maxTasksPerWorker;
		}

		public @Nullable Duration getMaxWorkerAge() {
			return this.maxWorkerAge;
		}

		public void setMaxWorkerAge(@Nullable Duration maxWorkerAge) {
			this.maxWorkerAge = maxWorkerAge;
		}

		public @Nullable Integer getQueueCapacity() {
			return this.queueCapacity;
		}

		public void setQueueCapacity(@Nullable Integer queueCapacity) {
			this.queueCapacity = queueCapacity;
		}

		public @Nullable WhenFull getWhenFull() {
			return this.whenFull;
		}

		public void setWhenFull(@Nullable WhenFull whenFull) {
			this.whenFull = whenFull;
		}

		public @Nullable Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(@Nullable Duration maxWait) {
			this.maxWait = maxWait;
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

		public @Nullable Duration getBlockedAfter() {
			return this.blockedAfter;
		}

		public void setBlockedAfter(@Nullable Duration blockedAfter) {
			this.blockedAfter = blockedAfter;
		}

		public @Nullable String getInitializer() {
			return this.initializer;
		}

		public void setInitializer(@Nullable String initializer) {
			this.initializer = initializer;
		}

		public @Nullable Duration getStartTimeout() {
			return this.startTimeout;
		}

		public void setStartTimeout(@Nullable Duration startTimeout) {
			this.startTimeout = startTimeout;
		}

		public @Nullable Boolean getPropagateContext() {
			return this.propagateContext;
		}

		public void setPropagateContext(@Nullable Boolean propagateContext) {
			this.propagateContext = propagateContext;
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

		public Restart getRestart() {
			return this.restart;
		}

		public Shutdown getShutdown() {
			return this.shutdown;
		}

	}

	/**
	 * How workers that die are replaced.
	 */
	public static class Restart {

		/**
		 * Maximum number of workers that may die within the window; one more, and no
		 * worker is started until the pool is resumed.
		 */
		private @Nullable Integer intensity;

		/**
		 * Window in which deaths of workers are counted.
		 */
		private @Nullable Duration window;

		/**
		 * Time to wait after a worker died before it was of use, doubled after each
		 * further one.
		 */
		private @Nullable Duration backoff;

		/**
		 * Maximum time to wait before a worker is started.
		 */
		private @Nullable Duration maxBackoff;

		public @Nullable Integer getIntensity() {
			return this.intensity;
		}

		public void setIntensity(@Nullable Integer intensity) {
			this.intensity = intensity;
		}

		public @Nullable Duration getWindow() {
			return this.window;
		}

		public void setWindow(@Nullable Duration window) {
			this.window = window;
		}

		public @Nullable Duration getBackoff() {
			return this.backoff;
		}

		public void setBackoff(@Nullable Duration backoff) {
			this.backoff = backoff;
		}

		public @Nullable Duration getMaxBackoff() {
			return this.maxBackoff;
		}

		public void setMaxBackoff(@Nullable Duration maxBackoff) {
			this.maxBackoff = maxBackoff;
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

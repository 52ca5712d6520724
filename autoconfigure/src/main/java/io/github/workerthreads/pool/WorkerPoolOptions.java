package io.github.workerthreads.pool;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.runtime.Isolation;
import io.github.workerthreads.worker.WorkerInitializer;

/**
 * What a pool was built with. Immutable; made by {@link WorkerPoolBuilder}, which says
 * what is valid.
 *
 * @param isolation the rung that its workers live on
 * @param isolate names of packages and classes that each worker has of its own, beside
 * those of the application, where the rung knows that
 * @param sources names of packages and classes whose beans each worker has of its own,
 * where the rung knows that
 * @param maxHeapBytes how large the heap of a worker's process may become, 0 for the
 * JVM's default, where the rung has one process per worker
 * @param jvmOptions options of the JVM of a worker's process
 * @param javaHome the directory of the JDK or JRE that runs a worker's process, or
 * {@code null} for that of this process
 * @param size the most workers
 * @param minSize the workers that stay when there is nothing to do
 * @param idleTimeout how long a worker beyond those idles before it ends,
 * {@link Duration#ZERO} for ever
 * @param warmSpares the workers that are kept ready beside the others, to take the place
 * of one that ends
 * @param maxTasksPerWorker after how many tasks a worker is replaced, 0 for no limit
 * @param maxWorkerAge at what age a worker is replaced, {@link Duration#ZERO} for no
 * limit
 * @param restart how workers that die are replaced
 * @param initializer what each worker runs before its first task, or {@code null}
 * @param startTimeout how long a worker may take until it is ready
 * @param queueCapacity the most calls that wait, 0 for none
 * @param whenFull what becomes of a call that finds the queue full
 * @param maxWait how long a call waits for room in the queue if it is to wait
 * @param timeout the longest time a body may run, {@link Duration#ZERO} for no limit
 * @param queueTimeout the longest time a call may wait for a worker,
 * {@link Duration#ZERO} for no limit
 * @param terminateGrace how long an interrupted body has to end before its worker is
 * terminated or given up on
 * @param blockedAfter after which time a body that still runs is logged with its stack,
 * and then once more each time as long, {@link Duration#ZERO} for never
 * @param propagateContext whether what belongs to the caller's thread is carried to the
 * body
 * @param drainPeriod how long {@link WorkerPool#close()} waits for queued and running
 * calls
 * @param threadPriority the priority of worker threads, from 1 to 10
 * @param daemon whether worker threads let the JVM exit
 */
public record WorkerPoolOptions(Isolation isolation, List<String> isolate, List<String> sources, long maxHeapBytes,
		List<String> jvmOptions, @Nullable String javaHome, int size, int minSize, Duration idleTimeout, int warmSpares,
		int maxTasksPerWorker, Duration maxWorkerAge, RestartPolicy restart,
		@Nullable Class<? extends WorkerInitializer> initializer, Duration startTimeout, int queueCapacity,
		WhenFull whenFull, Duration maxWait, Duration timeout, Duration queueTimeout, Duration terminateGrace,
		Duration blockedAfter, boolean propagateContext, Duration drainPeriod, int threadPriority, boolean daemon) {

}

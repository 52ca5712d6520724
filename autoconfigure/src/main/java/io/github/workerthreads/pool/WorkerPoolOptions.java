package io.github.workerthreads.pool;

import java.time.Duration;

import io.github.workerthreads.runtime.Isolation;

/**
 * What a pool was built with. Immutable; made by {@link WorkerPoolBuilder}, which says
 * what is valid.
 *
 * @param isolation the rung that its workers live on
 * @param size the number of workers
 * @param queueCapacity the most calls that wait, 0 for none
 * @param timeout the longest time a body may run, {@link Duration#ZERO} for no limit
 * @param queueTimeout the longest time a call may wait for a worker,
 * {@link Duration#ZERO} for no limit
 * @param terminateGrace how long an interrupted body has to end before its worker is
 * terminated or given up on
 * @param drainPeriod how long {@link WorkerPool#close()} waits for queued and running
 * calls
 * @param threadPriority the priority of worker threads, from 1 to 10
 * @param daemon whether worker threads let the JVM exit
 */
public record WorkerPoolOptions(Isolation isolation, int size, int queueCapacity, Duration timeout,
		Duration queueTimeout, Duration terminateGrace, Duration drainPeriod, int threadPriority, boolean daemon) {

}

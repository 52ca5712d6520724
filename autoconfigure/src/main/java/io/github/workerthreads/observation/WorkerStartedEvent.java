package io.github.workerthreads.observation;

/**
 * Application event: a pool starts a worker.
 *
 * @param pool the name of the pool
 * @param worker the name of the worker
 */
public record WorkerStartedEvent(String pool, String worker) {

}

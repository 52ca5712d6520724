package io.github.workerthreads.observation;

/**
 * Application event: the queue of a pool, which was full, is at most half full.
 *
 * @param pool the name of the pool
 */
public record PoolDrainedEvent(String pool) {

}

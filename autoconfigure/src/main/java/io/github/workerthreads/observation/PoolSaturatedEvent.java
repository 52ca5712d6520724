package io.github.workerthreads.observation;

/**
 * Application event: a call found the queue of a pool full. Published once until
 * {@link PoolDrainedEvent}.
 *
 * @param pool the name of the pool
 */
public record PoolSaturatedEvent(String pool) {

}

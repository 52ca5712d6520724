package io.github.workerthreads.observation;

import io.github.workerthreads.pool.WorkerEnding;

/**
 * Application event: a worker ended or was given up on.
 *
 * @param pool the name of the pool
 * @param ending how and why
 * @param replaced whether another worker takes its place
 */
public record WorkerEndedEvent(String pool, WorkerEnding ending, boolean replaced) {

}

package io.github.workerthreads.runtime;

import io.github.workerthreads.worker.WorkerInitializer;

/**
 * Call of the initializer of a pool's worker, the first that such a worker runs, on every
 * rung. It has no result.
 *
 * @param initializer the class of the initializer, instantiated by the worker
 */
public record InitializerCall(Class<? extends WorkerInitializer> initializer) implements Call {

}

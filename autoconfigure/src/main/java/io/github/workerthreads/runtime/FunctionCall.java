package io.github.workerthreads.runtime;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.WorkerFunction;

/**
 * Call of a {@link WorkerFunction} by its class; runs on every rung.
 *
 * @param function the class of the function, instantiated by the worker
 * @param input the input
 */
public record FunctionCall(Class<? extends WorkerFunction<?, ?>> function, @Nullable Object input) implements Call {

}

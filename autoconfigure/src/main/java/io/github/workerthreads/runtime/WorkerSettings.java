package io.github.workerthreads.runtime;

import io.github.workerthreads.worker.ResourceLimits;

/**
 * How to start one worker.
 *
 * @param name the name of the worker, such as {@code worker-images-3}
 * @param daemon whether the worker lets this JVM exit
 * @param threadPriority the priority of its thread, from {@link Thread#MIN_PRIORITY} to
 * {@link Thread#MAX_PRIORITY}
 * @param limits the limits of the worker
 */
public record WorkerSettings(String name, boolean daemon, int threadPriority, ResourceLimits limits) {

}

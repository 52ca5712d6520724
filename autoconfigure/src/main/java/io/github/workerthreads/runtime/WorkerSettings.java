package io.github.workerthreads.runtime;

/**
 * How to start one worker.
 *
 * @param name the name of the worker, such as {@code worker-images-3}
 * @param daemon whether the worker lets this JVM exit
 * @param threadPriority the priority of its thread, from {@link Thread#MIN_PRIORITY} to
 * {@link Thread#MAX_PRIORITY}
 */
public record WorkerSettings(String name, boolean daemon, int threadPriority) {

}

package io.github.workerthreads.runtime;

/**
 * What a rung of the isolation ladder can do.
 *
 * @param sharesHeap whether worker and caller share one heap, so that lambdas and the
 * application's own beans can run on the worker
 * @param terminatesRunawayCode whether {@link WorkerLink#terminate()} stops code that
 * ignores interrupts
 */
public record RuntimeCapabilities(boolean sharesHeap, boolean terminatesRunawayCode) {

}

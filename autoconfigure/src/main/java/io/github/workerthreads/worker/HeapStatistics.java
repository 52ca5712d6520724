package io.github.workerthreads.worker;

/**
 * Memory of a worker.
 *
 * @param allocatedBytes what the worker has allocated so far, collected or not, or -1 if
 * the JVM does not tell
 * @param usedHeapBytes how much of its heap is in use, or -1 if its process does not tell
 * @param maxHeapBytes how large its heap can become, or -1 if its process does not tell
 * @param shared whether others use the same heap, as they do on the thread rung
 */
public record HeapStatistics(long allocatedBytes, long usedHeapBytes, long maxHeapBytes, boolean shared) {

}

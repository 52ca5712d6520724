/**
 * Benchmarks of what a call costs, beside Spring's {@code @Async} and the machine's
 * floor.
 */
@NullMarked
package io.github.workerthreads.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * The thread rung: workers that are dedicated platform threads of this JVM.
 */
@NullMarked
package io.github.workerthreads.runtime.thread;

import org.jspecify.annotations.NullMarked;

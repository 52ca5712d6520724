/**
 * The worker protocol: what a process and the workers in its child processes say to each
 * other, frame by frame.
 */
@NullMarked
package io.github.workerthreads.runtime.protocol;

import org.jspecify.annotations.NullMarked;

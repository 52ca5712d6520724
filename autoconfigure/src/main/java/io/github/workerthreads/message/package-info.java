/**
 * Structured clone: how a message is copied between a caller and a worker.
 */
@NullMarked
package io.github.workerthreads.message;

import org.jspecify.annotations.NullMarked;

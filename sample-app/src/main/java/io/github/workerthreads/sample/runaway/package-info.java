/**
 * Hostile work, started on purpose to see what becomes of it.
 */
@NullMarked
package io.github.workerthreads.sample.runaway;

import org.jspecify.annotations.NullMarked;

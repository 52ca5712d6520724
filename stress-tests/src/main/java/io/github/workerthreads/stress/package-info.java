/**
 * Stress tests of what shared memory promises to several threads. Each names all its
 * outcomes, and why a forbidden one is.
 */
@NullMarked
package io.github.workerthreads.stress;

import org.jspecify.annotations.NullMarked;

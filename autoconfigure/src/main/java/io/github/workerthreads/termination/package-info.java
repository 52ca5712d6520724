/**
 * Termination points: what is woven into the classes of a worker so that its code can be
 * stopped, whatever it does.
 */
@NullMarked
package io.github.workerthreads.termination;

import org.jspecify.annotations.NullMarked;

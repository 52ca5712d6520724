/**
 * What runs inside a worker that has beans of its own: a lean application context.
 */
@NullMarked
package io.github.workerthreads.runtime.child;

import org.jspecify.annotations.NullMarked;

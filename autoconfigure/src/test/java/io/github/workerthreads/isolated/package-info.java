/**
 * An application whose workers have classes and beans of their own.
 */
@NullMarked
package io.github.workerthreads.isolated;

import org.jspecify.annotations.NullMarked;

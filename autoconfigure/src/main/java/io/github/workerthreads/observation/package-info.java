/**
 * Meters of pools and tasks.
 */
@NullMarked
package io.github.workerthreads.observation;

import org.jspecify.annotations.NullMarked;

/**
 * The SPI between pools and the rungs of the isolation ladder.
 */
@NullMarked
package io.github.workerthreads.runtime;

import org.jspecify.annotations.NullMarked;

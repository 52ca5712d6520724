/**
 * Mandelbrot pictures, drawn in parallel on the workers of pool {@code cpu}.
 */
@NullMarked
package io.github.workerthreads.sample.mandelbrot;

import org.jspecify.annotations.NullMarked;

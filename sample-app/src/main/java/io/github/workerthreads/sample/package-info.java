/**
 * Image desk: the application that a newcomer runs first.
 */
@NullMarked
package io.github.workerthreads.sample;

import org.jspecify.annotations.NullMarked;

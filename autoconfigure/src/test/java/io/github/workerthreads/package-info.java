/**
 * Tests of the library as a whole.
 */
@NullMarked
package io.github.workerthreads;

import org.jspecify.annotations.NullMarked;

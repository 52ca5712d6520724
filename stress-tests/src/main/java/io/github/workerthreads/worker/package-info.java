/**
 * Stress tests of classes that only their package sees.
 */
@NullMarked
package io.github.workerthreads.worker;

import org.jspecify.annotations.NullMarked;

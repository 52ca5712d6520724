/**
 * Stress tests of the lock-free parts of pools, which only their own package sees.
 */
@NullMarked
package io.github.workerthreads.pool;

import org.jspecify.annotations.NullMarked;

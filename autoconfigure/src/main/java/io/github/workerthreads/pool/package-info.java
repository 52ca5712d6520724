/**
 * Worker pools: queue, dispatch, deadlines, supervision and snapshots.
 */
@NullMarked
package io.github.workerthreads.pool;

import org.jspecify.annotations.NullMarked;

/**
 * Long-lived workers: each has a rung's worker to itself, which runs one script.
 */
@NullMarked
package io.github.workerthreads.dedicated;

import org.jspecify.annotations.NullMarked;

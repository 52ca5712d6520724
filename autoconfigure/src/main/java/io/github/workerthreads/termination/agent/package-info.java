/**
 * The agent: termination points in the application's own classes, for workers that share
 * them.
 */
@NullMarked
package io.github.workerthreads.termination.agent;

import org.jspecify.annotations.NullMarked;

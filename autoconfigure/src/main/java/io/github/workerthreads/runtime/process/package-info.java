/**
 * The process rung: workers that are child processes of this one, each with a JVM of its
 * own.
 */
@NullMarked
package io.github.workerthreads.runtime.process;

import org.jspecify.annotations.NullMarked;

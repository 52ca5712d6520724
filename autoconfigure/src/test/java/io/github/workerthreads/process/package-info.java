/**
 * Workers whose processes die, hang and lie.
 */
@NullMarked
package io.github.workerthreads.process;

import org.jspecify.annotations.NullMarked;

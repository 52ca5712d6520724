/**
 * What user code sees of a worker: functions, futures, states and exceptions. Imports the
 * JDK only.
 */
@NullMarked
package io.github.workerthreads.worker;

import org.jspecify.annotations.NullMarked;

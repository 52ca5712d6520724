package io.github.workerthreads.pool;

import io.github.workerthreads.runtime.WorkerInspection;

/**
 * A worker looked at from outside.
 *
 * @param worker what it does
 * @param inspection its stack and what it used
 */
public record WorkerDetails(WorkerSnapshot worker, WorkerInspection inspection) {

}
